package org.dske.client.retrieval;

import static org.dske.client.api.TestNetwork.SAM;
import static org.dske.client.api.TestNetwork.SOFIA;
import static org.dske.client.api.TestNetwork.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.dske.client.api.TestClient;
import org.dske.client.api.TestNetwork;
import org.dske.client.establishment.KeyRequest;
import org.dske.client.hub.PeerHub;
import org.dske.key.KeyId;
import org.dske.key.UserKey;
import org.dske.sharing.SharingMode;
import org.dske.testing.Response;
import org.dske.testing.Seed;
import org.dske.testing.hub.Call;
import org.dske.testing.hub.FakeHub;
import org.dske.testing.hub.Fault;
import org.junit.jupiter.api.Test;

/** The other keys of a batch, which a slave's client fetches beside the first that the slave asks for. */
class NeighboursTest {
    private static final JsonProvider JSON = JsonProvider.provider();
    private static final int SHARE = 64;

    private static TestNetwork network(String... more) {
        List<String> properties = new ArrayList<>(List.of("relay.ahead", "16", "relay.ahead-share", "0.5"));
        properties.addAll(List.of(more));
        return new TestNetwork(properties.toArray(new String[0]));
    }

    /** Keys that sam has got, of one batch. */
    private static List<UserKey> batch(TestNetwork network, int number) {
        var unused = network.carol.sharingPolicy.mode(null, List.of(SOFIA));
        return network.carol.establisher.establishAhead(
                new KeyRequest(SAM, List.of(SOFIA), number, 32, SharingMode.ITS));
    }

    private static void assertGets(TestNetwork network, UserKey key) {
        List<UserKey> got = network.fetch(List.of(key.id()));
        assertEquals(List.of(key), got);
    }

    private static void awaitKept(TestNetwork network, int number) {
        await(number + " keys are kept", () -> network.connie.retriever.kept() == number);
    }

    private static long calls(TestNetwork network) {
        return network.fakes.stream().mapToLong(fake -> fake.calls.size()).sum();
    }

    /** Of how many keys each entry of an exchange asks for shares. */
    private static List<List<Integer>> gets(FakeHub fake) {
        return fake.calls.stream()
                .filter(call -> call.what().equals("POST exchange"))
                .map(NeighboursTest::gets)
                .filter(entries -> !entries.isEmpty())
                .toList();
    }

    /**
     * Of how many keys each entry asks for shares that a hub got. It may hear of a key after the key was delivered, and of two in one
     * exchange: the shares of other hubs were enough.
     */
    private static void awaitEntries(FakeHub fake, List<Integer> numbers) {
        await(numbers + " are asked for", () -> entries(fake).equals(numbers));
    }

    private static List<Integer> entries(FakeHub fake) {
        return gets(fake).stream().flatMap(List::stream).toList();
    }

    private static List<Integer> gets(Call call) {
        try (var reader = JSON.createReader(new ByteArrayInputStream(call.body()))) {
            JsonObject message = reader.readObject();
            return message.containsKey("get")
                    ? message.getJsonArray("get").getValuesAs(JsonObject.class).stream()
                            .map(entry -> entry.getJsonArray("key_ids").size())
                            .toList()
                    : List.of();
        }
    }

    @Test
    void theyComeInTheSameExchangeAndAreThereWithoutAnyHubFromThenOn() {
        try (TestNetwork network = network()) {
            List<UserKey> keys = batch(network, 16);
            assertGets(network, keys.get(3));
            awaitKept(network, 15);
            for (FakeHub fake : network.fakes) {
                await("both are asked for in one exchange", () -> gets(fake).equals(List.of(List.of(1, 15))));
            }
            long before = calls(network);
            for (UserKey key : keys) {
                if (!key.equals(keys.get(3))) {
                    assertGets(network, key);
                }
            }
            assertEquals(before, calls(network));
            assertEquals(0, network.connie.retriever.kept());
            assertEquals(16, network.connie.retriever.retrieved());
        }
    }

    @Test
    void theyCostWhatABatchCosts() {
        try (TestNetwork network = network()) {
            List<UserKey> keys = batch(network, 16);
            long before = network.fake(0).usedByHub("connie");
            assertGets(network, keys.getFirst());
            awaitKept(network, 15);
            await("the hub has answered", () -> network.fake(0).usedByHub("connie") == before + 16 * SHARE + 32);
        }
    }

    @Test
    void eachIsDeliveredOnce() {
        try (TestNetwork network = network()) {
            List<UserKey> keys = batch(network, 4);
            for (UserKey key : keys) {
                assertGets(network, key);
                awaitKept(network, 3 - keys.indexOf(key));
                assertNotFound(network, "sofia", "sam", key.id());
            }
            for (UserKey key : keys) {
                assertNotFound(network, "sofia", "sam", key.id());
            }
        }
    }

    private static void assertNotFound(TestNetwork network, String slave, String master, KeyId keyId) {
        Response response = network.connie.keys(slave, master + "/dec_keys?key_ID=" + keyId);
        assertTrue(response.status() >= 400, response::toString);
    }

    @Test
    void whatIsKeptIsForItsMasterAndSlaveOnly() {
        try (TestNetwork network = network()) {
            List<UserKey> keys = batch(network, 4);
            assertGets(network, keys.getFirst());
            awaitKept(network, 3);
            assertNotFound(network, "sofia", "serena", keys.get(1).id());
            assertNotFound(network, "stefan", "sam", keys.get(1).id());
            assertGets(network, keys.get(1));
        }
    }

    @Test
    void severalKeysMayBeKeptAndNotKept() {
        try (TestNetwork network = network()) {
            List<UserKey> old = batch(network, 4);
            assertGets(network, old.getFirst());
            awaitKept(network, 3);
            List<UserKey> fresh = batch(network, 4);
            List<UserKey> wanted = List.of(old.get(3), fresh.get(1), old.get(1), fresh.get(0));
            assertEquals(wanted, network.fetch(TestNetwork.ids(wanted)));
            awaitKept(network, 3);
            assertGets(network, fresh.get(3));
            assertGets(network, old.get(2));
        }
    }

    @Test
    void whatIsKeptStaysIfTheRestFails() {
        try (TestNetwork network = network()) {
            List<UserKey> keys = batch(network, 2);
            assertGets(network, keys.getFirst());
            awaitKept(network, 1);
            KeyId unknown = new KeyId(UUID.randomUUID());
            Response refusal = network.connie.post(
                    "sofia",
                    "sam/dec_keys",
                    "{\"key_IDs\":[{\"key_ID\":\"" + keys.get(1).id() + "\"},{\"key_ID\":\"" + unknown + "\"}]}");
            assertEquals(400, refusal.status(), refusal::toString);
            assertGets(network, keys.get(1));
        }
    }

    @Test
    void withoutTheSettingEachIsAskedForByItself() {
        try (TestNetwork network = new TestNetwork()) {
            List<UserKey> keys = batch(network, 4);
            keys.forEach(key -> assertGets(network, key));
            awaitEntries(network.fake(0), Collections.nCopies(4, 1));
        }
    }

    @Test
    void aClientOnSeveralMachinesAsksForEachByItself() {
        try (TestNetwork network = network("client.instance", "one")) {
            List<UserKey> keys = batch(network, 4);
            keys.forEach(key -> assertGets(network, key));
            awaitEntries(network.fake(0), Collections.nCopies(4, 1));
        }
    }

    @Test
    void otherKeysHaveNone() {
        try (TestNetwork network = network()) {
            for (UserKey key : network.establish(3, 32)) {
                assertGets(network, key);
            }
            awaitEntries(network.fake(0), Collections.nCopies(3, 1));
        }
    }

    /** A name of version 8 that means nothing. */
    @Test
    void aKeyThatOnlyLooksLikeOneOfABatchIsDeliveredAllTheSame() {
        try (TestNetwork network = network()) {
            UserKey alone = batch(network, 1).getFirst();
            assertGets(network, alone);
            // Of a batch of four, of which somebody has established one.
            List<UserKey> keys = batch(network, 4);
            network.fakes.forEach(fake -> fake.takeAway(
                    keys.subList(1, 4).stream().map(key -> key.id().uuid()).toList()));
            assertGets(network, keys.getFirst());
            assertEquals(0, network.connie.retriever.kept());
            network.fakes.forEach(FakeHub::giveBack);
            keys.subList(1, 4).forEach(key -> assertGets(network, key));
            // All three may be asked for more than once, as long as hubs may come to have them; but whoever asks for
            // one of them
            // later does not ask for the other two beside it.
            network.fakes.forEach(fake -> assertTrue(
                    entries(fake).stream().noneMatch(number -> number == 2),
                    () -> gets(fake).toString()));
        }
    }

    @Test
    void hubsThatRefuseThemHarmNobody() {
        try (TestNetwork network = network()) {
            network.fakes
                    .subList(0, 3)
                    .forEach(fake -> fake.refuses = entry -> entry.containsKey("key_ids")
                                    && entry.getJsonArray("key_ids").size() > 1
                            ? 503
                            : 0);
            List<UserKey> keys = batch(network, 4);
            keys.forEach(key -> assertGets(network, key));
            assertEquals(0, network.connie.retriever.kept());
        }
    }

    @Test
    void hubsWithoutExchangesAreAskedForEachByItself() {
        try (TestNetwork network = network()) {
            network.fakes.forEach(fake -> fake.knowsExchanges = false);
            List<UserKey> keys = batch(network, 4);
            keys.forEach(key -> assertGets(network, key));
        }
    }

    @Test
    void nobodyWaitsForThem() {
        try (TestNetwork network = network()) {
            List<UserKey> keys = batch(network, 4);
            // Three give the one key; none of the others come, since two do not answer that entry.
            network.fakes
                    .subList(0, 3)
                    .forEach(fake -> fake.refuses = entry -> entry.containsKey("key_ids")
                                    && entry.getJsonArray("key_ids").size() > 1
                            ? 404
                            : 0);
            assertGets(network, keys.getFirst());
            assertGets(network, keys.get(1));
        }
    }

    @Test
    void whoLiesAboutThemIsFoundOut() {
        try (TestNetwork network = network()) {
            List<UserKey> keys = batch(network, 4);
            network.fake(1).fault = call -> call.what().equals("POST exchange") ? Fault.WRONG_SHARE : Fault.NONE;
            assertGets(network, keys.getFirst());
            awaitKept(network, 3);
            network.fake(1).release();
            await(
                    "helen is found out",
                    () -> network.connie.hub("helen").faults().counts().wrongShares() > 0);
            keys.subList(1, 4).forEach(key -> assertGets(network, key));
        }
    }

    @Test
    void theyAreOverAfterAnHour() {
        try (TestNetwork network = network()) {
            List<UserKey> keys = batch(network, 4);
            assertGets(network, keys.getFirst());
            awaitKept(network, 3);
            network.connie.clock.advance(Neighbours.KEPT);
            // The hub of this test keeps what it has given.
            assertGets(network, keys.get(1));
            assertEquals(3, network.connie.retriever.expired());
        }
    }

    @Test
    void theyCostNoMoreThanTheirShareOfAPool() {
        try (TestNetwork network =
                network("psrd.block-size", "6400", "psrd.refill-below", "1", "relay.ahead-share", "0.1")) {
            // 6,400 bytes are left, and a tenth of them is for nine keys.
            List<UserKey> many = batch(network, 12);
            assertGets(network, many.getFirst());
            awaitEntries(network.fake(0), List.of(1));
            List<UserKey> few = batch(network, 6);
            assertGets(network, few.getFirst());
            awaitKept(network, 5);
            List<UserKey> more = batch(network, 6);
            assertGets(network, more.getFirst());
            assertEquals(5, network.connie.retriever.kept());
        }
    }

    @Test
    void afterItsEndAClientHasNone() {
        try (TestNetwork network = network()) {
            List<UserKey> keys = batch(network, 4);
            assertGets(network, keys.getFirst());
            awaitKept(network, 3);
            network.connie.retriever.close();
            assertEquals(0, network.connie.retriever.kept());
        }
    }

    /** What it had is lost, and hubs give it to the same client again as long as their grace lasts: here for ever. */
    @Test
    void afterACrashWhatHubsStillHaveCanBeHad() {
        try (TestNetwork network = network()) {
            List<UserKey> keys = batch(network, 4);
            assertGets(network, keys.getFirst());
            awaitKept(network, 3);
            try (TestClient again = new TestClient("connie", "sofia", network.fakes, Map.of("relay.ahead", "16"))) {
                await("connie is ready", () -> again.hubs.all().stream().allMatch(PeerHub::isReady));
                for (UserKey key : keys.subList(1, 4)) {
                    assertEquals(List.of(key), again.retriever.retrieve(List.of(key.id()), SAM, SOFIA));
                }
            }
        }
    }

    /** Many ask for keys of a few batches at the same time, and for each key twice. */
    @Test
    void whoeverAsksAtTheSameTimeEachIsDeliveredOnce() {
        Seed.check(seeded -> {
            try (TestNetwork network = network()) {
                List<UserKey> keys = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    keys.addAll(batch(network, 16));
                }
                List<UserKey> twice = new ArrayList<>(keys);
                twice.addAll(keys);
                Collections.shuffle(twice, new Random(seeded.nextLong()));
                AtomicInteger delivered = new AtomicInteger();
                try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                    List<Future<?>> all = new ArrayList<>();
                    for (UserKey key : twice) {
                        all.add(threads.submit(() -> {
                            try {
                                assertGets(network, key);
                                delivered.incrementAndGet();
                            } catch (KeyNotFoundException e) {
                                // The other one of the two.
                            }
                        }));
                    }
                    for (Future<?> one : all) {
                        one.get();
                    }
                }
                assertEquals(keys.size(), delivered.get());
                await("all is over", () -> network.connie.retriever.kept() == 0);
                for (UserKey key : keys) {
                    assertNotFound(network, "sofia", "sam", key.id());
                }
                long exchanges = network.fake(0).count("POST exchange");
                assertTrue(exchanges < keys.size(), "exchanges with hank: " + exchanges);
            }
        });
    }
}
