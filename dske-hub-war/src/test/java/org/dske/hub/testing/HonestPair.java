package org.dske.hub.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.dske.hub.api.TestHub;
import org.dske.testing.client.FakeClient;

/** Two honest clients, carol and connie, who want nothing but their keys, whatever others do to their hub. */
public final class HonestPair {
    private static final byte[] SHARE = FakeClient.utf8("a share of as many bytes as this");
    private static final int KEYS = 10;
    private static final int BLOCK = 60_000;
    private static final Duration IN_TIME = Duration.ofSeconds(10);

    private final TestHub hub;
    private final FakeClient carol;
    private final FakeClient connie;
    private int posted;

    /** Registers both with a hub, carol with encryptor sam and connie with sofia, and fetches PSRD for many keys. */
    public HonestPair(TestHub hub) {
        this.hub = hub;
        carol = ready("carol", "sam");
        connie = ready("connie", "sofia");
    }

    private FakeClient ready(String name, String encryptor) {
        FakeClient client = new FakeClient(hub.base(), name, encryptor);
        client.agree("its");
        client.fetch("client", BLOCK);
        client.fetch("hub", BLOCK);
        return client;
    }

    /** Asserts that shares of some keys are posted and fetched, and no hour passes. */
    public void isServed() {
        assertTimeoutPreemptively(IN_TIME, () -> {
            for (int i = 0; i < KEYS; i++) {
                String keyId = UUID.randomUUID().toString();
                carol.posted(keyId, SHARE);
                posted++;
                assertArrayEquals(SHARE, connie.decrypt(connie.get(keyId)));
            }
        });
    }

    /**
     * Asserts that the pair is served while something is done again and again by so many threads at once, as long as it takes and
     * at least once by each, and also afterwards.
     *
     * @param threads how many
     * @param attack what is done, with its own assertions on what the hub answers
     */
    public void isServedWhile(int threads, Callable<?> attack) throws Exception {
        AtomicBoolean served = new AtomicBoolean();
        try (ExecutorService attackers = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> attacks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                attacks.add(attackers.submit(() -> {
                    do {
                        attack.call();
                    } while (!served.get());
                    return null;
                }));
            }
            try {
                isServed();
            } finally {
                served.set(true);
            }
            for (Future<?> one : attacks) {
                one.get(30, TimeUnit.SECONDS);
            }
        }
        isServed();
    }

    /** Asserts that the hub holds the shares of this pair, which are fetched already, and no others. */
    public void assertNoOtherShares() {
        assertEquals(posted, hub.shares.status().size());
    }

    /**
     * What the hub knows and holds of a client that does nothing meanwhile, but the secret bytes.
     *
     * @param client its name
     * @return a text, to compare before and after
     */
    public String held(String client) {
        String held = hub.pools()
                .lines()
                .filter(line -> line.startsWith(client + " "))
                .collect(Collectors.joining("\n"));
        assertTrue(!held.isEmpty(), client);
        return held;
    }
}
