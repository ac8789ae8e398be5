package org.dske.hub.keyshare;

import static org.dske.testing.client.FakeClient.KEY_SHARE;
import static org.dske.testing.client.FakeClient.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.dske.hub.api.TestHub;
import org.dske.ledger.PoolOwner;
import org.dske.testing.Response;
import org.dske.testing.client.Batch;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys for several slaves: each slave's client fetches for itself, and loses its access for itself. */
class MulticastTest {
    private static final String MEMBERS = ",\"additional_slave_sae_ids\":[\"serena\",\"stefan\",\"sunny\",\"sofia\"]";

    private final TestHub hub = TestHub.start();
    private final FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam");
    private final FakeClient connie = FakeClient.ready(hub.base(), "connie", "sofia", "stefan");
    private final FakeClient celia = FakeClient.ready(hub.base(), "celia", "serena", "susan");
    private final FakeClient curtis = FakeClient.ready(hub.base(), "curtis", "sunny");
    private final Batch keys = Batch.of(2);

    /** How shares are posted and got; each way is to behave the same. */
    enum Way {
        ONE_BY_ONE {
            @Override
            void post(FakeClient client, Batch keys, String members) {
                keys.shares()
                        .forEach((keyId, share) -> assertEquals(
                                200,
                                client.exchange("POST", KEY_SHARE, client.share(keyId, 0, share, members))
                                        .status()));
            }

            @Override
            void assertGot(FakeClient client, String slave, Batch keys) {
                keys.shares()
                        .forEach((keyId, share) ->
                                assertArrayEquals(share, client.decrypt(client.get("sam", slave, keyId))));
            }

            @Override
            void assertRefused(FakeClient client, String slave, Batch keys, int status) {
                keys.keyIds().forEach(keyId -> client.get("sam", slave, keyId).error(status));
            }
        },
        TOGETHER {
            @Override
            void post(FakeClient client, Batch keys, String members) {
                assertEquals(200, keys.postedBy(client, members).status());
            }

            @Override
            void assertGot(FakeClient client, String slave, Batch keys) {
                Batch.in(Batch.get(client, "sam", slave, keys.keyIds()), client).assertSameAs(keys);
            }

            @Override
            void assertRefused(FakeClient client, String slave, Batch keys, int status) {
                Batch.get(client, "sam", slave, keys.keyIds()).error(status);
            }
        };

        abstract void post(FakeClient client, Batch keys, String members);

        abstract void assertGot(FakeClient client, String slave, Batch keys);

        abstract void assertRefused(FakeClient client, String slave, Batch keys, int status);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void eachSlavesClientFetchesForItself(Way way) {
        way.post(carol, keys, MEMBERS);
        way.assertGot(connie, "sofia", keys);
        way.assertGot(connie, "stefan", keys);
        way.assertGot(celia, "serena", keys);
        way.assertGot(curtis, "sunny", keys);
    }

    @ParameterizedTest
    @EnumSource
    void aForeignSlaveGetsNothing(Way way) {
        way.post(carol, keys, MEMBERS);
        way.assertRefused(celia, "susan", keys, 403);
        way.assertRefused(celia, "sofia", keys, 403);
        way.assertRefused(curtis, "serena", keys, 403);
        way.assertRefused(carol, "sam", keys, 403);
        way.assertRefused(carol, "sofia", keys, 403);
        assertEquals(0, hub.used("curtis", PoolOwner.HUB) % 32);
        hub.clock.advance(Duration.ofMinutes(2));
        eachIsStillThere();
        way.assertGot(celia, "serena", keys);
    }

    @ParameterizedTest
    @EnumSource
    void eachSlaveHasAGraceTimeOfItsOwnAndTheShareIsErasedAfterTheLast(Way way) {
        way.post(carol, keys, MEMBERS);
        way.assertGot(connie, "sofia", keys);
        hub.clock.advance(Duration.ofSeconds(59));
        way.assertGot(connie, "sofia", keys);
        way.assertGot(celia, "serena", keys);
        hub.clock.advance(Duration.ofSeconds(2));
        way.assertRefused(connie, "sofia", keys, 404);
        way.assertGot(celia, "serena", keys);
        way.assertGot(connie, "stefan", keys);
        hub.clock.advance(Duration.ofMinutes(2));
        way.assertRefused(celia, "serena", keys, 404);
        way.assertRefused(connie, "stefan", keys, 404);
        eachIsStillThere();
        way.assertGot(curtis, "sunny", keys);
        hub.clock.advance(Duration.ofSeconds(61));
        hub.shares.expire();
        assertTrue(hub.shares.status().isEmpty());
        way.assertRefused(curtis, "sunny", keys, 404);
    }

    @ParameterizedTest
    @EnumSource
    void aShareThatIsGoneForASlaveCostsItsClientNoPad(Way way) {
        way.post(carol, keys, MEMBERS);
        way.assertGot(connie, "sofia", keys);
        hub.clock.advance(Duration.ofMinutes(2));
        Response status = connie.exchange("GET", "/dske/api/v1/encryptors/sam?client_name=connie", "");
        assertEquals(200, status.status());
        long before = connie.namedByHub();
        way.assertRefused(connie, "sofia", keys, 404);
        long signatures = way == Way.TOGETHER ? 1 : keys.shares().size();
        assertEquals(before + 32 * signatures, connie.namedByHub());
        assertEquals(connie.namedByHub(), hub.used("connie", PoolOwner.HUB));
    }

    @Test
    void keysForDifferentSlavesOfOneMasterCanBeGotTogetherByASlaveOfThemAll() {
        Batch forSofia = Batch.of(1);
        forSofia.mustBePostedBy(carol);
        keys.postedBy(carol, MEMBERS);
        Batch both = new Batch(new java.util.TreeMap<>(Stream.of(forSofia, keys)
                .flatMap(batch -> batch.shares().entrySet().stream())
                .collect(java.util.stream.Collectors.toMap(
                        java.util.Map.Entry::getKey, java.util.Map.Entry::getValue))));
        Batch.get(celia, "sam", "serena", both.keyIds()).error(403);
        Batch.in(both.gotBy(connie), connie).assertSameAs(both);
    }

    @Test
    void aClassicPeerThatDoesNotSayWhichSlaveItAsksForGetsTheShareOnceForEachOfItsOwn() {
        byte[] share = utf8("a share of as many bytes as this");
        String keyId = UUID.randomUUID().toString();
        carol.exchange("POST", KEY_SHARE, carol.share(keyId, 0, share, MEMBERS));
        String unsaid = KEY_SHARE + "?client_name=connie&key_id=" + keyId;
        for (int slave = 0; slave < 2; slave++) {
            assertArrayEquals(share, connie.decrypt(connie.exchange("GET", unsaid, "")));
            assertArrayEquals(share, connie.decrypt(connie.exchange("GET", unsaid, "")));
            hub.clock.advance(Duration.ofMinutes(2));
        }
        connie.exchange("GET", unsaid, "").error(404);
        assertArrayEquals(share, celia.decrypt(celia.get("sam", "serena", keyId)));
    }

    private void eachIsStillThere() {
        hub.shares.expire();
        assertEquals(keys.shares().size(), hub.shares.status().size());
    }
}
