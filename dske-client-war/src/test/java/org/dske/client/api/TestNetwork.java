package org.dske.client.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dske.client.hub.PeerHub;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.key.UserKey;
import org.dske.sharing.SharingMode;
import org.dske.testing.Await;
import org.dske.testing.Response;
import org.dske.testing.hub.Call;
import org.dske.testing.hub.FakeHub;
import org.dske.testing.hub.Fault;

/** Five fake hubs, and the clients carol (with sam and serena) and connie (with sofia). */
public final class TestNetwork implements AutoCloseable {
    /** What a client pays once, in bytes out of either pool at each hub, to find out who has registered an encryptor. */
    public static final int LOOKUP = 32;

    /**
     * What the protocol says of the size of a share.
     *
     * @param mode how the key is shared
     * @param keySize the key's size in bytes
     * @return bytes
     */
    public static int shareSize(SharingMode mode, int keySize) {
        return switch (mode) {
            case CLASSIC -> keySize;
            case ITS -> keySize + 32;
        };
    }

    /** An encryptor of carol's. */
    public static final SaeId SAM = new SaeId("sam");
    /** The encryptor of connie's. */
    public static final SaeId SOFIA = new SaeId("sofia");

    /** The hubs. */
    public final List<FakeHub> fakes = Stream.of("hank", "helen", "hilary", "holly", "hugo")
            .map(FakeHub::new)
            .toList();
    /** The client of sam and serena. */
    public final TestClient carol;
    /** The client of sofia. */
    public final TestClient connie;

    /**
     * Starts a network, and waits until it is ready.
     *
     * @param properties the clients' configuration: keys without {@code dske.} and values, one after the other
     */
    public TestNetwork(String... properties) {
        this(true, properties);
    }

    /**
     * Starts a network.
     *
     * @param ready whether to wait until it is ready
     * @param properties the clients' configuration: keys without {@code dske.} and values, one after the other
     */
    public TestNetwork(boolean ready, String... properties) {
        this(0, ready, properties);
    }

    /**
     * Starts a network whose hubs know one mode of sharing the best, and waits until it is ready.
     *
     * @param best the mode in which keys are shared as long as nobody asks for another
     * @param properties the clients' configuration: keys without {@code dske.} and values, one after the other
     */
    public TestNetwork(SharingMode best, String... properties) {
        this(best == SharingMode.ITS ? 0 : 5, true, properties);
    }

    /**
     * Starts a network of which some hubs speak the suite {@code classic} only.
     *
     * @param classicHubs how many, from the first on
     * @param ready whether to wait until it is ready
     * @param properties the clients' configuration: keys without {@code dske.} and values, one after the other
     */
    public TestNetwork(int classicHubs, boolean ready, String... properties) {
        fakes.stream().limit(classicHubs).forEach(hub -> hub.suites = Set.of("classic"));
        Map<String, String> configuration = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            configuration.put(properties[i], properties[i + 1]);
        }
        carol = new TestClient("carol", "sam,serena", fakes, configuration);
        connie = new TestClient("connie", "sofia", fakes, configuration);
        if (ready) {
            awaitReady();
        }
    }

    /** Waits until both clients are registered with all hubs and all pools are filled. */
    public void awaitReady() {
        await(
                "both clients are ready",
                () -> Stream.of(carol, connie)
                        .flatMap(client -> client.hubs.all().stream())
                        .allMatch(PeerHub::isReady));
    }

    /**
     * Waits for something to become true.
     *
     * @param what for the failure
     * @param condition what is waited for
     */
    public static void await(String what, BooleanSupplier condition) {
        Await.until(Await.LONG, () -> assertTrue(condition.getAsBoolean(), () -> "waited in vain: " + what));
    }

    /**
     * Waits for a latch, unless the thread is interrupted.
     *
     * @param latch what is waited for
     */
    public static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A hub.
     *
     * @param index from 0
     * @return the hub
     */
    public FakeHub fake(int index) {
        return fakes.get(index);
    }

    /**
     * Makes some hubs misbehave.
     *
     * @param hubs how many of them
     * @param what the requests that they do wrong, such as {@code GET key-share}
     * @param fault what they do
     */
    public void misbehave(int hubs, String what, Fault fault) {
        Function<Call, Fault> when = call -> call.what().equals(what) ? fault : Fault.NONE;
        fakes.subList(0, hubs).forEach(hub -> hub.fault = when);
    }

    /** Makes all hubs behave. */
    public void behave() {
        fakes.forEach(FakeHub::release);
    }

    /**
     * Gets a key at one end and the same key at the other.
     *
     * @param parameters of enc_keys, empty or such as {@code ?size=128}
     * @return the key in base64
     */
    public String pair(String parameters) {
        Response master = carol.keys("sam", "sofia/enc_keys" + parameters);
        assertEquals(200, master.status(), master::toString);
        Response slave = connie.keys("sofia", "sam/dec_keys?key_ID=" + master.keyId());
        assertEquals(200, slave.status(), slave::toString);
        assertEquals(master.key(), slave.key());
        assertEquals(master.keyId(), slave.keyId());
        return master.key();
    }

    /**
     * Makes keys for sam and sofia.
     *
     * @param number how many
     * @param size the size of each in bytes
     * @return the keys
     */
    public List<UserKey> establish(int number, int size) {
        return carol.establish(SAM, SOFIA, number, size);
    }

    /**
     * Fetches keys for sofia.
     *
     * @param keyIds the keys
     * @return the keys
     */
    public List<UserKey> fetch(List<KeyId> keyIds) {
        return connie.retriever.retrieve(keyIds, SAM, SOFIA);
    }

    /**
     * The names of keys.
     *
     * @param keys the keys
     * @return their names
     */
    public static List<KeyId> ids(List<UserKey> keys) {
        return keys.stream().map(UserKey::id).toList();
    }

    /**
     * How often something was asked of each hub.
     *
     * @param what such as {@code POST key-shares}
     * @return one number a hub
     */
    public List<Long> counts(String what) {
        return fakes.stream().map(hub -> hub.count(what)).toList();
    }

    /** Stops everything, and fails if a client ever did what it must not. */
    @Override
    public void close() {
        fakes.forEach(FakeHub::release);
        carol.close();
        connie.close();
        fakes.forEach(FakeHub::close);
        assertEquals(
                List.of(),
                fakes.stream().flatMap(hub -> hub.violations().stream()).toList());
    }
}
