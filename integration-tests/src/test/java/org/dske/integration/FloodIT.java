package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One attacker floods one door after the other, for {@code dske.flood.seconds} each, while an honest pair of encryptors gets keys: at better
 * than half the rate that it has without.
 *
 * <p>The attacker has an address of its own, and does what holds a node's connections, threads or memory, or what costs a node much and him
 * little: he sends the same first message of a handshake again and again, and does not finish one; names bytes and does not sign; begins what
 * he does not end. What he may do in a second is bounded, for he runs on the same processors, and would be his own defence. What
 * becomes of the honest rate with the limits raised is in docs/security.md.
 */
@ExtendWith(SharedTlsNetwork.class)
class FloodIT {
    private static final Duration FLOOD = Duration.ofSeconds(Integer.getInteger("dske.flood.seconds", 4));
    private static final Duration USUAL = Duration.ofMillis(Math.min(FLOOD.toMillis() / 3, 10_000));
    /**
     * In seconds a busy machine makes a difference of its own: only what takes a node away from others altogether shows then, which it does
     * for as long as the flood lasts.
     */
    private static final boolean SHORT = FLOOD.compareTo(Duration.ofSeconds(30)) < 0;

    private static final double LEAST = SHORT ? 0.2 : 0.5;
    private static final int MEASUREMENTS = SHORT ? 5 : 1;

    private static final int LARGEST = 1 << 20;

    private final LaunchedNetwork network;

    FloodIT(LaunchedNetwork network) {
        this.network = network;
    }

    /** What the attacker does, and how often a second. */
    enum Door {
        /** Connections to an encryptors' listener over which nothing comes but the beginning of a handshake. */
        HANDSHAKES_THAT_ARE_NOT_ENDED(1_000),
        /** Handshakes at an encryptors' listener that cost the server a signature each, and end behind it. */
        HANDSHAKES(400),
        /**
         * Requests of another encryptor for keys that there are not, over many connections. Each handshake costs the attacker as much as the
         * node here, so those that anybody may have at once are not counted.
         */
        ONE_CERTIFICATE(60, Duration.ofSeconds(2)),
        /** Heads of requests that do not end. */
        SLOW_HEADS(1_000),
        /** Bodies in the name of a client that do not end. */
        SLOW_BODIES(400),
        /**
         * Large answers that nobody reads. The kernel takes the first ones whole, for some seconds: what they cost is to be written at all, as
         * if they were read.
         */
        ANSWERS_THAT_ARE_NOT_READ(200, Duration.ofSeconds(6)),
        /** Requests in band, without a signature, or with a wrong one. */
        BAD_SIGNATURES(1_000),
        /** Almost a megabyte each at the out-of-band interface. */
        OUT_OF_BAND(40),
        /** Wrong tokens at a client's management interface. */
        TOKENS(1_000),
        /** Paths of no node, and what is no HTTP, at a client. */
        NO_PATH_AND_NO_HTTP(1_000);

        private final int perSecond;
        private final Duration headStart;

        Door(int perSecond) {
            this(perSecond, Duration.ZERO);
        }

        Door(int perSecond, Duration headStart) {
            this.perSecond = perSecond;
            this.headStart = headStart;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFloodLeavesAnHonestEncryptorItsKeys(Door door) throws IOException {
        InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
        try (HonestEncryptors honest = new HonestEncryptors(network, "sam", "carol", "sofia", "connie")) {
            honest.keysPerSecond(USUAL.dividedBy(3));
            double usual = honest.keysPerSecond(USUAL);
            double flooded = 0;
            try (Attacker attacker = new Attacker(elsewhere, door.perSecond)) {
                attacker.begin(blow(door));
                honest.keysPerSecond(door.headStart);
                for (int i = 0; i < MEASUREMENTS && flooded <= usual * LEAST; i++) {
                    int before = attacker.blows();
                    flooded = honest.keysPerSecond(FLOOD);
                    System.out.println(String.format(
                            Locale.ROOT,
                            "%s: %.1f keys/s, %.1f during %d blows in %d s, %.2f of it",
                            door,
                            usual,
                            flooded,
                            attacker.blows() - before,
                            FLOOD.toSeconds(),
                            flooded / usual));
                }
            }
            honest.assertNothingIsLost();
            network.awaitReady();
            double last = flooded;
            assertTrue(last > usual * LEAST, () -> "usually " + usual + " keys/s, and " + last + " in the flood");
        }
    }

    private Attacker.Blow blow(Door door) {
        int hank = network.node("hank").port();
        int carol = network.node("carol").port();
        int secure = network.node("connie").httpsPort();
        byte[] hello = TlsPeer.clientHello(3);
        return switch (door) {
            case HANDSHAKES_THAT_ARE_NOT_ENDED ->
                attacker -> attacker.hold(secure, Arrays.copyOf(hello, hello.length - 1));
            case HANDSHAKES -> attacker -> attacker.ask(secure, hello);
            case ONE_CERTIFICATE -> oneCertificate();
            case SLOW_HEADS -> {
                byte[] head = ("GET /hub/hank/openapi.yaml HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(6_000))
                        .getBytes(StandardCharsets.US_ASCII);
                yield attacker -> attacker.hold(hank, head);
            }
            case SLOW_BODIES -> {
                byte[] half = Attacker.request("POST", "/hub/hank/dske/api/v1/key-share", signature(), 1_000, 500);
                yield attacker -> attacker.hold(hank, half);
            }
            case ANSWERS_THAT_ARE_NOT_READ -> {
                byte[] request = Attacker.request("GET", "/client/carol/docs/swagger-ui-bundle.js", "", 0, 0);
                yield attacker -> attacker.hold(carol, request);
            }
            case BAD_SIGNATURES -> {
                byte[] wrong = Attacker.request("POST", "/hub/hank/dske/api/v1/key-share", signature(), 1_000, 1_000);
                byte[] none = Attacker.request("POST", "/hub/hank/dske/api/v1/key-share", "", 1_000, 1_000);
                yield attacker -> {
                    attacker.ask(hank, wrong);
                    attacker.ask(hank, none);
                };
            }
            case OUT_OF_BAND -> {
                byte[] large = Attacker.request("PUT", "/hub/hank/dske/oob/v1/registration", "", LARGEST, LARGEST - 1);
                yield attacker -> attacker.hold(hank, large);
            }
            case TOKENS -> {
                byte[] guess = Attacker.request(
                        "GET",
                        "/client/carol/mgmt/v1/status",
                        "Authorization: Bearer " + "00".repeat(32) + "\r\n",
                        0,
                        0);
                yield attacker -> attacker.ask(carol, guess);
            }
            case NO_PATH_AND_NO_HTTP -> {
                byte[] nowhere = Attacker.request("GET", "/nowhere", "", 0, 0);
                byte[] nothing = "\u0000\u0001\u0002 no HTTP\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
                yield attacker -> {
                    attacker.ask(carol, nowhere);
                    attacker.ask(carol, nothing);
                };
            }
        };
    }

    private Attacker.Blow oneCertificate() {
        TlsPeer samuel = TlsPeer.of(network, network.certificate("samuel"));
        int port = network.node("carol").httpsPort();
        byte[] unknown = Attacker.request(
                "GET", "/api/v1/keys/sofia/dec_keys?key_ID=00000000-0000-4000-8000-000000000000", "", 0, 0);
        Deque<SSLSocket> idle = new ConcurrentLinkedDeque<>();
        return attacker -> {
            SSLSocket known = idle.poll();
            SSLSocket socket = known == null ? samuel.connect(attacker.address(), port, "TLSv1.3") : known;
            try {
                Attacker.ask(socket, unknown);
                idle.add(socket);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        };
    }

    /** A header that names bytes of a client that are not used, with a tag that is none of theirs. */
    private String signature() {
        JsonObject block = network.node("hank")
                .status()
                .getJsonArray("clients")
                .getJsonObject(0)
                .getJsonArray("pools")
                .getJsonObject(0)
                .getJsonArray("blocks")
                .getJsonObject(0);
        return "DSKE-Signature: " + block.getString("uuid") + ":" + (block.getInt("size") - 32)
                + ":32;AAAAAAAAAAAAAAAAAAAAAA==\r\n";
    }
}
