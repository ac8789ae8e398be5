package org.dske.hub.signature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dske.allocation.AllocatedBytes;
import org.dske.allocation.Allocation;
import org.dske.auditlog.AuditLog;
import org.dske.config.HttpSettings;
import org.dske.config.PsrdSettings;
import org.dske.config.Settings;
import org.dske.hub.client.AcceptedClients;
import org.dske.hub.client.ClientRegistration;
import org.dske.hub.client.PeerClient;
import org.dske.hub.client.PeerClients;
import org.dske.hub.client.SigningKeys;
import org.dske.hub.directory.MemoryClientDirectory;
import org.dske.hub.quota.Quotas;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.MemoryLedger;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.psrd.Block;
import org.dske.psrd.Pool.Use;
import org.dske.secret.SecretBytes;
import org.dske.signature.ClassicSuite;
import org.dske.signature.InvalidSignatureException;
import org.dske.signature.ItsSuite;
import org.dske.signature.Signature;
import org.dske.signature.SignatureSuite;
import org.dske.signature.SignedMessage;
import org.dske.signature.SigningKey;
import org.dske.signature.Suites;
import org.dske.testing.MutableClock;
import org.dske.testing.Vectors;
import org.junit.jupiter.api.Test;

/** An exchange keeps the suite that it began with. */
class ExchangeSuiteTest {
    private static final NodeName HANK = new NodeName("hank");
    private static final Settings SETTINGS = new Settings(HANK, Map.of());
    private static final PeerName CONNIE = PeerName.of("connie", null);
    private static final Set<SaeId> ENCRYPTORS = Set.of(new SaeId("sofia"));
    private static final SignatureSuite CLASSIC = ClassicSuite.HMAC_SHA256;
    private static final SignatureSuite ITS = new ItsSuite();
    private static final byte[] BODY = {1, 2, 3};

    private final PsrdSettings psrd = PsrdSettings.of(SETTINGS);
    private final PeerClients clients = new PeerClients(
            HANK,
            new AcceptedClients(Map.of()),
            Quotas.of(SETTINGS, 1L << 30),
            psrd,
            new MemoryLedger(),
            new MemoryClientDirectory(HANK),
            UUID::randomUUID,
            new MutableClock(),
            new MutableClock(),
            AuditLog.off());
    private final RequestVerifier verifier = new RequestVerifier(
            HANK,
            new SigningKeys(clients, new MemoryLedger()),
            new LargeBodies(HttpSettings.of(SETTINGS), new MutableClock()),
            Suites.of(ClassicSuite.HMAC_SHA256, false),
            psrd);
    private final UUID block = UUID.randomUUID();
    private final UUID hubBlock = UUID.randomUUID();

    private PeerClient register(SignatureSuite suite) {
        return clients.register(new ClientRegistration(
                CONNIE,
                ENCRYPTORS,
                new ClientRegistration.Terms(suite, ItsSuite.NAME, null),
                Set.of(block, hubBlock),
                Map.of(),
                Optional.empty()));
    }

    private PeerClient ready(SignatureSuite suite) {
        PeerClient client = register(suite);
        clients.add(client, PoolOwner.CLIENT, new Block(block, SecretBytes.owning(new byte[64])));
        clients.add(client, PoolOwner.HUB, new Block(hubBlock, SecretBytes.owning(new byte[64])));
        return client;
    }

    private String header(SignatureSuite suite) {
        byte[] tag = suite.tag(
                new SigningKey(SecretBytes.owning(new byte[32])),
                new SignedMessage.Request("POST", "key-share", "", "connie", "hank", BODY));
        return new Signature(Allocation.parse(block + ":0:32"), tag, ';').toString();
    }

    @Test
    void aRequestThatHasBegunIsVerifiedAndAnsweredInItsSuiteThoughAnotherIsRegistered() {
        for (SignatureSuite suite : new SignatureSuite[] {CLASSIC, ITS}) {
            SignatureSuite other = suite.equals(CLASSIC) ? ITS : CLASSIC;
            clients.close();
            ready(suite);
            String header = header(suite);
            try (SignedRequest request = verifier.begin(header, "a connection", Use.EXCHANGE)) {
                register(other);
                SignedExchange exchange = request.verify("POST", "key-share", "", BODY);
                register(other);
                exchange.status(200);
                Signature answer = Signature.parse(exchange.sign(BODY).orElseThrow());
                assertEquals(suite, exchange.suite());
                suite.verify(
                        new SigningKey(SecretBytes.owning(new byte[32])),
                        new SignedMessage.Response(200, header, "connie", "hank", BODY),
                        answer);
            }
        }
    }

    @Test
    void aRequestThatBeginsAfterTheRegistrationIsOfTheNewSuite() {
        ready(CLASSIC);
        register(ITS);
        try (SignedRequest request = verifier.begin(header(CLASSIC), "a connection", Use.EXCHANGE)) {
            assertThrows(InvalidSignatureException.class, () -> request.verify("POST", "key-share", "", BODY));
        }
        try (SignedRequest request = verifier.begin(header(ITS), "a connection", Use.EXCHANGE)) {
            assertEquals(ITS, request.verify("POST", "key-share", "", BODY).suite());
        }
    }

    @Test
    void oneRequestThatTwoConnectionsBroughtIsServedToOne() {
        PeerClient client = ready(ITS);
        try (SignedRequest one = verifier.begin(header(ITS), "a connection", Use.EXCHANGE);
                SignedRequest other = verifier.begin(header(ITS), "a connection", Use.EXCHANGE)) {
            one.verify("POST", "key-share", "", BODY);
            long left = client.hubPool().remaining();
            assertThrows(InvalidSignatureException.class, () -> other.verify("POST", "key-share", "", BODY));
            assertEquals(left, client.hubPool().remaining());
        }
    }

    @Test
    void aRequestOfAClientThatUnregistersMeanwhileIsRefused() {
        ready(ITS);
        try (SignedRequest request = verifier.begin(header(ITS), "a connection", Use.EXCHANGE)) {
            clients.unregister(CONNIE);
            assertThrows(InvalidSignatureException.class, () -> request.verify("POST", "key-share", "", BODY));
        }
    }

    @Test
    void whileABodyIsUnderWayThePoolServesOthers() {
        PeerClient client = ready(ITS);
        try (SignedRequest slow = verifier.begin(header(ITS), "a connection", Use.EXCHANGE)) {
            client.clientPool().consume(Allocation.parse(block + ":32:32"));
            try (AllocatedBytes bytes =
                    client.hubPool().allocate(Duration.ZERO, 32).get(0)) {
                assertEquals(32, bytes.bytes().size());
            }
            slow.verify("POST", "key-share", "", BODY);
        }
    }

    @Test
    void theKnownResponseHasTheKnownTag() {
        JsonObject known = Vectors.signatures().getJsonArray("its").getValuesAs(JsonObject.class).stream()
                .filter(vector -> vector.getString("name").equals("200 response"))
                .findFirst()
                .orElseThrow();
        String[] lines = new String(Vectors.hex(known.getString("context")), java.nio.charset.StandardCharsets.UTF_8)
                .split("\n", -1);
        assertArrayEquals(new String[] {"connie", "hank"}, new String[] {lines[3], lines[4]});
        PeerClient client = register(ITS);
        client.hubPool()
                .add(new Block(hubBlock, Vectors.secret(known.getString("key"))))
                .join();
        SignedExchange exchange = new SignedExchange(HANK, client, Use.EXCHANGE, ITS, lines[2], ';', Duration.ZERO);
        exchange.status(Integer.parseInt(lines[1]));
        String header = exchange.sign(Vectors.hex(known.getString("body"))).orElseThrow();
        assertEquals(hubBlock + ":0:32;" + known.getString("tag"), header);
        assertArrayEquals(
                Base64.getDecoder().decode(known.getString("tag")),
                Signature.parse(header).tag());
    }
}
