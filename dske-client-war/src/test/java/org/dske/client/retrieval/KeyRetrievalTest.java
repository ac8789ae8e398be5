package org.dske.client.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.dske.client.hub.RelaySettings;
import org.dske.client.keyshare.FetchedShare;
import org.dske.client.keyshare.FetchedShares;
import org.dske.client.transport.HubException;
import org.dske.client.transport.HubRefusals;
import org.dske.error.ErrorCode;
import org.dske.key.KeyId;
import org.dske.key.UserKey;
import org.dske.key.Uuids;
import org.dske.secret.SecretBytes;
import org.dske.sharing.ClassicSharing;
import org.dske.sharing.ItsSharing;
import org.dske.sharing.NetworkSharing;
import org.dske.sharing.Share;
import org.dske.sharing.SharingMode;
import org.dske.testing.Numbers;
import org.dske.testing.WatchedSharing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The retrieval of keys, over hubs that answer what a test says, in the order in which it says it. */
class KeyRetrievalTest {
    private final SecureRandom random = new SecureRandom();
    private final SimulatedHubs hubs = new SimulatedHubs(5);
    private final WatchedSharing sharing = new WatchedSharing(new ClassicSharing(5, 3, random));
    private final UserKey first = key();
    private final UserKey second = key();
    private final List<Share> firstShares = sharing.split(first.id(), first.value());
    private final List<Share> secondShares = sharing.split(second.id(), second.value());
    private final List<KeyId> both = List.of(first.id(), second.id());

    @AfterEach
    void close() {
        hubs.close();
    }

    private UserKey key() {
        return new UserKey(new KeyId(Uuids.random(random)), SecretBytes.random(32, random));
    }

    private KeyRetrieval gather(List<KeyId> keyIds, Duration timeout) {
        return gather(keyIds, new RelaySettings(Duration.ofMillis(50), timeout));
    }

    private KeyRetrieval gather(List<KeyId> keyIds, RelaySettings settings) {
        return hubs.gather(
                keyIds,
                new NetworkSharing(Numbers.ofHubs(5), sharing, new ItsSharing(Numbers.upTo(5), 3, random)),
                settings);
    }

    private KeyRetrieval gather() {
        return gather(both, SimulatedHubs.LONG);
    }

    private void answer(String hub, Map<KeyId, FetchedShare> shares, Map<KeyId, HubException> failures) {
        hubs.answer(hub, new FetchedShares(shares, failures));
    }

    private Map<KeyId, FetchedShare> shares(String hub, UserKey... keys) {
        int index = "abcde".indexOf(hub);
        Map<KeyId, FetchedShare> given = new HashMap<>();
        Arrays.stream(keys)
                .forEach(key -> given.put(
                        key.id(),
                        new FetchedShare(
                                SharingMode.CLASSIC,
                                null,
                                (key.id().equals(first.id()) ? firstShares : secondShares).get(index))));
        return given;
    }

    private void gives(String hub, UserKey... keys) {
        answer(hub, shares(hub, keys), Map.of());
    }

    /** The hub lacks some keys, and gives none of the others. */
    private void lacks(String hub, KeyId... keyIds) {
        Map<KeyId, HubException> failures = new HashMap<>();
        Arrays.stream(keyIds).forEach(keyId -> failures.put(keyId, HubRefusals.notFound()));
        answer(hub, Map.of(), failures);
    }

    private static boolean isWiped(SecretBytes secret) {
        try {
            return secret.expose().length < 0;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private void requireAllJoinedAreWiped() {
        hubs.awaitAuditor();
        assertFalse(sharing.joined().isEmpty());
        assertTrue(sharing.joined().stream().allMatch(KeyRetrievalTest::isWiped));
    }

    @Test
    void threeHubsAreEnoughForAllKeys() {
        try (KeyRetrieval retrieval = gather()) {
            assertEquals(5, hubs.asked().size());
            gives("b", first, second);
            gives("d", first, second);
            gives("e", first, second);
            assertTrue(retrieval.succeeds());
            assertEquals(List.of(first, second), retrieval.keys());
        }
        assertFalse(
                sharing.joined().stream().anyMatch(KeyRetrievalTest::isWiped), "keys that were handed over were wiped");
    }

    @Test
    void aKeyThatIsThereCanBeHadThoughAnotherIsOutOfReach() {
        try (KeyRetrieval retrieval = gather()) {
            for (String hub : List.of("b", "d", "e")) {
                answer(hub, shares(hub, first), Map.of(second.id(), HubRefusals.notFound()));
            }
            answer("a", shares("a", first), Map.of(second.id(), HubRefusals.notFound()));
            answer("c", shares("c", first), Map.of(second.id(), HubRefusals.notFound()));
            assertFalse(retrieval.succeeds());
            assertEquals(List.of(first), retrieval.joined());
        }
    }

    @Test
    void sharesAreWipedWhenAllHaveAnswered() {
        try (KeyRetrieval retrieval = gather()) {
            Stream.of("a", "b", "c").forEach(hub -> gives(hub, first, second));
            assertTrue(retrieval.succeeds());
        }
        gives("d", first, second);
        assertFalse(isWiped(firstShares.get(0).value()));
        hubs.fail("e", HubException.pending());
        await(() -> Stream.of(0, 1, 2, 3)
                .allMatch(i -> isWiped(firstShares.get(i).value())
                        && isWiped(secondShares.get(i).value())));
    }

    @Test
    void sharesAreWipedWhenTheTimeIsOverThoseThatComeLaterToo() {
        try (KeyRetrieval retrieval = gather(both, Duration.ofMillis(200))) {
            Stream.of("a", "b", "c").forEach(hub -> gives(hub, first, second));
            assertTrue(retrieval.succeeds());
        }
        await(() -> isWiped(firstShares.get(0).value()));
        assertFalse(isWiped(firstShares.get(4).value()));
        gives("e", first, second);
        assertTrue(isWiped(firstShares.get(4).value()));
        assertTrue(isWiped(secondShares.get(4).value()));
    }

    @Test
    void sharesAreWipedWhenTheClientStops() {
        hubs.auditor.close();
        try (KeyRetrieval retrieval = gather()) {
            Stream.of("a", "b", "c", "d", "e").forEach(hub -> gives(hub, first, second));
            assertTrue(retrieval.succeeds());
        }
        assertTrue(isWiped(firstShares.get(0).value()));
        assertTrue(isWiped(secondShares.get(4).value()));
    }

    @Test
    void aKeyThatIsThereIsWipedIfAnotherIsOutOfReach() {
        try (KeyRetrieval retrieval = gather()) {
            Stream.of("a", "b", "c")
                    .forEach(hub -> answer(hub, shares(hub, first), Map.of(second.id(), HubRefusals.notPermitted())));
            assertFalse(retrieval.succeeds());
            assertTrue(retrieval.missing().allMatch(key -> key.isRefused(ErrorCode.NOT_PERMITTED)));
        }
        requireAllJoinedAreWiped();
    }

    @Test
    void aKeyThatNobodyHasCostsNoHubTheSharesOfTheOthers() {
        try (KeyRetrieval retrieval = gather()) {
            Stream.of("a", "b", "c").forEach(hub -> lacks(hub, second.id()));
            assertFalse(retrieval.succeeds());
            assertTrue(retrieval.missing().anyMatch(key -> key.isRefused(ErrorCode.NOT_FOUND)));
            assertEquals(5, hubs.asked().size(), "a hub was asked again");
        }
    }

    @Test
    void aKeyThatMostHubsDoNotHaveYetIsWaitedForOnceAnotherHubHasIt() {
        try (KeyRetrieval retrieval =
                gather(List.of(first.id()), new RelaySettings(SimulatedHubs.LONG, SimulatedHubs.LONG))) {
            Stream.of("a", "b", "c").forEach(hub -> lacks(hub, first.id()));
            CompletableFuture<Boolean> outcome = CompletableFuture.supplyAsync(retrieval::succeeds);
            gives("d", first);
            gives("e", first);
            await(() -> hubs.asked("a").size() == 2);
            gives("a", first);
            assertTrue(outcome.join());
        }
    }

    @Test
    void aHubThatLacksAKeyIsAskedForTheOthersOnceTheKeyWasSeenElsewhere() {
        try (KeyRetrieval retrieval = gather()) {
            lacks("a", second.id());
            lacks("b", second.id());
            gives("c", first, second);
            lacks("d", first.id());
            gives("e", second);
            CompletableFuture<Boolean> outcome = CompletableFuture.supplyAsync(retrieval::succeeds);
            await(() -> hubs.asked("a").size() == 2
                    && hubs.asked("b").size() == 2
                    && hubs.asked("d").size() == 2);
            assertEquals(List.of(first.id()), hubs.asked("a").get(1).keyIds());
            assertEquals(List.of(second.id()), hubs.asked("d").get(1).keyIds());
            gives("a", first);
            gives("b", first);
            gives("d", second);
            assertTrue(outcome.join());
            assertEquals(List.of(first, second), retrieval.keys());
        }
    }

    @Test
    void aHubThatHadNoShareIsAskedAgainAsTheKeyExists() {
        try (KeyRetrieval retrieval = gather(List.of(first.id()), SimulatedHubs.LONG)) {
            gives("a", first);
            gives("b", first);
            Stream.of("c", "d", "e").forEach(hub -> lacks(hub, first.id()));
            CompletableFuture<Boolean> outcome = CompletableFuture.supplyAsync(retrieval::succeeds);
            await(() -> hubs.asked("c").size() == 2
                    && hubs.asked("d").size() == 2
                    && hubs.asked("e").size() == 2);
            lacks("c", first.id());
            lacks("d", first.id());
            lacks("e", first.id());
            await(() -> hubs.asked("c").size() == 3);
            gives("c", first);
            assertTrue(outcome.join());
        }
    }

    @Test
    void ofSeveralKeysOnlyThoseThatAreMissingAreAskedForAgain() {
        try (KeyRetrieval retrieval = gather()) {
            Stream.of("a", "b").forEach(hub -> gives(hub, first, second));
            answer("c", shares("c", first), Map.of(second.id(), HubRefusals.notFound()));
            answer("d", shares("d", first), Map.of(second.id(), HubRefusals.notFound()));
            answer("e", shares("e", first), Map.of(second.id(), HubRefusals.notFound()));
            CompletableFuture<Boolean> outcome = CompletableFuture.supplyAsync(retrieval::succeeds);
            await(() -> hubs.asked("e").size() == 2);
            assertEquals(List.of(second.id()), hubs.asked("e").get(1).keyIds());
            gives("e", second);
            assertTrue(outcome.join());
        }
    }

    @Test
    void hubsThatFailForGoodAreNotAskedAgainAndTheEndIsSeenAtOnce() {
        try (KeyRetrieval retrieval = gather()) {
            gives("a", first, second);
            Stream.of("b", "c", "d").forEach(hub -> hubs.fail(hub, HubException.pending()));
            assertFalse(retrieval.succeeds());
            assertEquals(5, hubs.asked().size());
            assertEquals(1, retrieval.missing().findFirst().orElseThrow().shareCount());
        }
    }

    @Test
    void sharesThatAreWrongAreNoKeyAndThereIsNoEndlessWait() {
        try (KeyRetrieval retrieval = gather(List.of(first.id()), SimulatedHubs.LONG)) {
            Stream.of("a", "b", "c", "d", "e")
                    .forEach(hub -> answer(hub, Map.of(first.id(), randomShare(hub)), Map.of()));
            assertFalse(retrieval.succeeds());
            assertEquals(5, retrieval.missing().findFirst().orElseThrow().shareCount());
        }
    }

    @Test
    void itEndsInTime() {
        try (KeyRetrieval retrieval = gather(both, Duration.ofMillis(20))) {
            gives("a", first, second);
            assertFalse(retrieval.succeeds());
            assertThrows(IllegalStateException.class, retrieval::keys);
        }
    }

    private FetchedShare randomShare(String hub) {
        return new FetchedShare(
                SharingMode.CLASSIC, null, new Share("abcde".indexOf(hub), SecretBytes.random(32, random)));
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        org.dske.client.api.TestNetwork.await("as it should be", condition);
    }
}
