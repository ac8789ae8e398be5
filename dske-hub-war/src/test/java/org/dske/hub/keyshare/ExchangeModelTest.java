package org.dske.hub.keyshare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.dske.hub.api.TestHub;
import org.dske.testing.Response;
import org.dske.testing.Seed;
import org.dske.testing.client.Batch;
import org.dske.testing.client.Exchange;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An exchange does what the same requests would do one after the other: two hubs, one of which is asked in either way. */
class ExchangeModelTest {
    private static final int EXCHANGES = 60;
    private static final int KEYS = 40;
    private static final List<String> ENCRYPTORS = List.of("sam", "selma", "sofia", "nobody");
    private static final List<String> MEMBERS =
            List.of("", "", "", ",\"threshold\":3", ",\"threshold\":0", ",\"sharing\":\"its\"");

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite"})
    void anExchangeIsAnsweredAsTheSameRequestsOneByOne(String store, @TempDir Path directory) {
        Seed.check(random -> {
            try (TestHub together = TestHub.start(
                            "quota.shares", "25", "store", store, "store.directory", directory.toString());
                    TestHub oneByOne = TestHub.start("quota.shares", "25")) {
                List<String> keys = new ArrayList<>();
                for (int i = 0; i < KEYS; i++) {
                    keys.add(new UUID(random.nextLong(), random.nextLong()).toString());
                }
                Map<String, FakeClient[]> clients = new LinkedHashMap<>();
                for (List<String> client : List.of(List.of("carol", "sam", "selma"), List.of("connie", "sofia"))) {
                    String[] encryptors = client.subList(1, client.size()).toArray(String[]::new);
                    clients.put(client.getFirst(), new FakeClient[] {
                        ready(together, client.getFirst(), encryptors), ready(oneByOne, client.getFirst(), encryptors)
                    });
                }
                for (int i = 0; i < EXCHANGES; i++) {
                    FakeClient[] client = clients.get(random.nextInt(3) == 0 ? "connie" : "carol");
                    compare(random, keys, client[0], client[1]);
                    Duration pause = Duration.ofSeconds(random.nextInt(90));
                    together.clock.advance(pause);
                    oneByOne.clock.advance(pause);
                    together.shares.expire();
                    oneByOne.shares.expire();
                    assertEquals(
                            oneByOne.shares.held().shares(),
                            together.shares.held().shares());
                }
                assertEquals(oneByOne.refused(409), together.refused(409));
                assertEquals(oneByOne.refused(404), together.refused(404));
            }
        });
    }

    private static FakeClient ready(TestHub hub, String name, String... encryptors) {
        FakeClient client = FakeClient.ready(hub.base(), name, encryptors);
        client.fetch("client", 60_000);
        client.fetch("hub", 60_000);
        return client;
    }

    private static void compare(Random random, List<String> keys, FakeClient together, FakeClient oneByOne) {
        Exchange exchange = new Exchange();
        List<Integer> statuses = new ArrayList<>();
        List<Batch> shares = new ArrayList<>();
        int puts = random.nextInt(5);
        for (int i = 0; i < puts; i++) {
            Batch batch = batch(random, some(random, keys));
            String master = one(random, ENCRYPTORS);
            String slave = one(random, ENCRYPTORS);
            String members = one(random, MEMBERS);
            exchange.put(batch, master, slave, members);
            String message = batch.message(oneByOne, oneByOne.allocate(batch.together().length), members)
                    .replace("\"slave_sae_id\":\"sofia\"", "\"slave_sae_id\":\"" + slave + "\"")
                    .replace("\"master_sae_id\":\"sam\"", "\"master_sae_id\":\"" + master + "\"");
            statuses.add(oneByOne.exchange("POST", Batch.KEY_SHARES, message).status());
        }
        int gets = random.nextInt(puts == 0 ? 1 : 0, 5);
        for (int i = 0; i < gets; i++) {
            List<String> wanted = some(random, keys);
            String master = one(random, ENCRYPTORS);
            String slave = one(random, ENCRYPTORS);
            exchange.get(master, slave, wanted);
            Response got = Batch.get(oneByOne, master, slave, wanted);
            statuses.add(got.status());
            shares.add(got.status() == 200 ? Batch.in(got, oneByOne) : new Batch(Map.of()));
        }
        Response response = exchange.sentBy(together);
        assertEquals(statuses, Exchange.statuses(response));
        List<Batch> given = Exchange.in(response, together);
        assertEquals(shares.size(), given.size());
        for (int i = 0; i < given.size(); i++) {
            given.get(i).assertSameAs(shares.get(i));
        }
    }

    private static Batch batch(Random random, List<String> keyIds) {
        Map<String, byte[]> shares = new LinkedHashMap<>();
        keyIds.forEach(keyId -> {
            byte[] share = new byte[16];
            random.nextBytes(share);
            shares.put(keyId, share);
        });
        return new Batch(shares);
    }

    private static <T> T one(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static List<String> some(Random random, List<String> keys) {
        Set<String> some = new LinkedHashSet<>();
        int wanted = random.nextInt(1, 4);
        while (some.size() < wanted) {
            some.add(one(random, keys));
        }
        return List.copyOf(some);
    }
}
