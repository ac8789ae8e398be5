package org.dske.hub.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.hub.directory.ClientEntry;
import org.dske.hub.quota.Quota;
import org.dske.hub.share.HeldShare;
import org.dske.hub.share.HeldShare.Claim;
import org.dske.hub.share.Holding;
import org.dske.hub.share.NewShare;
import org.dske.hub.share.ShareId;
import org.dske.hub.share.ShareLimits;
import org.dske.hub.share.ShareStore;
import org.dske.hub.share.ShareTerms;
import org.dske.hub.share.Unlimited;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.Durable;
import org.dske.ledger.PeerName;
import org.dske.secret.SecretBytes;
import org.dske.sharing.Places;
import org.dske.sharing.Share;
import org.dske.testing.MutableClock;
import org.dske.testing.Seed;
import org.dske.time.SteadyClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of a hub does, wherever it keeps what it keeps, and however many instances of the hub have it in common. */
abstract class StoreContract {
    static final NodeName HANK = new NodeName("hank");
    static final NodeName CAROL = new NodeName("carol");
    static final PeerName CONNIE = PeerName.of(new NodeName("connie"));
    static final PeerName CONNIE_2 = new PeerName(new NodeName("connie"), "2");
    static final PeerName CELIA = PeerName.of(new NodeName("celia"));
    static final SaeId SAM = new SaeId("sam");
    static final SaeId SOFIA = new SaeId("sofia");
    static final SaeId SERENA = new SaeId("serena");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final Quota MANY = new Quota("dske.hub.max-clients", 100);

    final MutableClock clock = new MutableClock();
    private final SteadyClock steady = new SteadyClock(clock, clock);
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private HubStore one;
    /** Another instance of the hub, if several can have one store, else the same. */
    private HubStore other;

    /** Opens a store that is empty when a test begins, as a further instance of the hub if it can. */
    abstract HubStore open(SteadyClock steadyClock);

    /** Whether several instances of a hub can have it in common. */
    boolean isShared() {
        return false;
    }

    @BeforeEach
    void open() {
        one = open(steady);
        other = isShared() ? open(steady) : one;
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        one.shares().close();
        other.shares().close();
    }

    final HubStore other() {
        return other;
    }

    final HubStore one() {
        return one;
    }

    static ShareTerms terms(SaeId... slaves) {
        return new ShareTerms(SAM, new TreeSet<>(List.of(slaves)), "its", 3, Places.of(Map.of("hank", 1, "helen", 2)));
    }

    static KeyId keyId() {
        return new KeyId(UUID.randomUUID());
    }

    static List<KeyId> keyIds(int number) {
        return IntStream.range(0, number).mapToObj(i -> keyId()).toList();
    }

    /** The bytes that a key's share has in these tests. */
    static byte[] value(KeyId keyId) {
        return keyId.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static NewShare share(NodeName initiator, KeyId keyId, ShareTerms terms) {
        return new NewShare(
                new ShareId(initiator, terms.master(), keyId), terms, new Share(1, SecretBytes.copyOf(value(keyId))));
    }

    static List<NewShare> shares(List<KeyId> keyIds) {
        return keyIds.stream().map(keyId -> share(CAROL, keyId, terms(SOFIA))).toList();
    }

    final Instant end() {
        return steady.instant().plus(HOUR);
    }

    /** Commits what a store was asked for, and waits for it. */
    static <T> T await(ShareStore store, CompletableFuture<T> asked) {
        store.commit();
        return Durable.await(asked);
    }

    private void add(HubStore hub, List<KeyId> keyIds) {
        StoreContract.await(hub.shares(), hub.shares().add(shares(keyIds), end(), Unlimited.LIMITS));
    }

    private void add(List<KeyId> keyIds) {
        add(one, keyIds);
    }

    static List<Claim> claims(HubStore hub, List<KeyId> keyIds, SaeId slave) {
        Map<KeyId, List<HeldShare>> found = hub.shares().find(keyIds);
        return keyIds.stream()
                .flatMap(keyId -> found.getOrDefault(keyId, List.of()).stream())
                .map(share -> new Claim(share, slave))
                .toList();
    }

    private List<SecretBytes> fetch(HubStore hub, List<Claim> claims, PeerName client) {
        return StoreContract.await(
                hub.shares(),
                hub.shares().fetch(claims, client, steady.instant().plus(GRACE)));
    }

    private void assertGot(HubStore hub, List<KeyId> keyIds, SaeId slave, PeerName client) {
        assertEquals(
                keyIds.stream().map(keyId -> SecretBytes.copyOf(value(keyId))).toList(),
                fetch(hub, claims(hub, keyIds, slave), client));
    }

    private void assertRefused(List<Claim> claims, PeerName client, List<KeyId> missing) {
        RequestException refused = assertThrows(RequestException.class, () -> fetch(other, claims, client));
        assertEquals(ErrorCode.NOT_FOUND, refused.code());
        assertEquals(
                missing.stream().map(KeyId::toString).toList(),
                refused.details().get("unknown_key_ids"));
    }

    @Test
    void aShareIsFoundAsItWasStoredAndFetchedAsItIs() {
        KeyId keyId = keyId();
        ShareTerms terms = terms(SOFIA, SERENA);
        StoreContract.await(
                one.shares(), one.shares().add(List.of(share(CAROL, keyId, terms)), end(), Unlimited.LIMITS));
        HeldShare found = other.shares().find(List.of(keyId)).get(keyId).getFirst();
        assertEquals(new ShareId(CAROL, SAM, keyId), found.id());
        assertEquals(terms, found.terms());
        assertEquals(1, found.index());
        assertEquals(36, found.size());
        assertEquals(end(), found.end());
        assertEquals(steady.instant(), found.since());
        assertEquals(Map.of(), found.fetches());
        assertGot(other, List.of(keyId), SOFIA, CONNIE);
    }

    @Test
    void termsComeBackWhateverTheyLack() {
        List<ShareTerms> all = List.of(
                new ShareTerms(
                        new SaeId("s\u00e4m \u20ac"), new TreeSet<>(List.of(new SaeId("=\"'; %"))), null, null, null),
                new ShareTerms(SAM, new TreeSet<>(List.of(SOFIA)), "classic", 2, null),
                new ShareTerms(SAM, new TreeSet<>(List.of(SOFIA, SAM)), null, 255, Places.of(Map.of("h", 255))));
        for (ShareTerms terms : all) {
            KeyId keyId = keyId();
            StoreContract.await(
                    one.shares(), one.shares().add(List.of(share(CAROL, keyId, terms)), end(), Unlimited.LIMITS));
            assertEquals(
                    terms,
                    other.shares().find(List.of(keyId)).get(keyId).getFirst().terms());
            assertGot(one, List.of(keyId), terms.slaves().first(), CONNIE);
        }
    }

    @Test
    void sharesAreStoredAllOrNone() {
        List<KeyId> held = keyIds(1);
        add(held);
        List<KeyId> batch = new ArrayList<>(keyIds(4));
        batch.addAll(2, held);
        RequestException refused = assertThrows(RequestException.class, () -> add(other, batch));
        assertEquals(ErrorCode.CONFLICT, refused.code());
        assertEquals("this hub holds a share of key " + held.getFirst() + " already", refused.getMessage());
        assertEquals(1, one.shares().held().shares());
        assertGot(one, held, SOFIA, CONNIE);
        assertEquals(
                held,
                claims(one, batch, SOFIA).stream()
                        .map(claim -> claim.share().id().keyId())
                        .toList());
    }

    @Test
    void aKeysNameIsEachClientsOwn() {
        KeyId keyId = keyId();
        add(List.of(keyId));
        NodeName celia = CELIA.name();
        StoreContract.await(
                one.shares(), one.shares().add(List.of(share(celia, keyId, terms(SERENA))), end(), Unlimited.LIMITS));
        assertEquals(2, other.shares().find(List.of(keyId)).get(keyId).size());
        assertEquals(1, one.shares().heldFrom(CAROL).shares());
        assertEquals(1, one.shares().heldFrom(celia).shares());
        assertEquals(2, one.shares().held().shares());
    }

    /** Also where each instance has stored nothing yet, and at the very same moment. */
    @Test
    void aKeyIdThatIsHeldIsRefusedByEachInstance() {
        List<KeyId> keyIds = keyIds(2);
        add(one, keyIds);
        for (HubStore hub : List.of(other, one)) {
            RequestException refused = assertThrows(RequestException.class, () -> add(hub, keyIds));
            assertEquals(ErrorCode.CONFLICT, refused.code());
        }
        assertEquals(2, other.shares().held().shares());
    }

    @Test
    void whatIsNotStoredIsWipedAndWhatIsRefusedChangesNothing() {
        List<KeyId> held = keyIds(1);
        add(held);
        Holding before = one.shares().held();
        List<NewShare> again = shares(List.of(held.getFirst(), keyId()));
        assertThrows(
                RequestException.class,
                () -> StoreContract.await(one.shares(), one.shares().add(again, end(), Unlimited.LIMITS)));
        for (NewShare share : again) {
            assertThrows(
                    IllegalStateException.class, () -> share.share().value().expose());
        }
        assertEquals(before, one.shares().held());
    }

    @Test
    void aFetchedShareIsForTheSameMachineAgainUntilTheGraceEnds() {
        List<KeyId> keyIds = keyIds(3);
        add(keyIds);
        List<Claim> claims = claims(one, keyIds, SOFIA);
        fetch(one, claims, CONNIE);
        assertRefused(claims, CONNIE_2, keyIds);
        assertRefused(claims, CELIA, keyIds);
        clock.advance(GRACE.minusMillis(1));
        assertGot(other, keyIds, SOFIA, CONNIE);
        clock.advance(Duration.ofMillis(1));
        assertRefused(claims, CONNIE, keyIds);
        one.shares().expire();
        assertEquals(Holding.NONE, one.shares().held());
        assertEquals(Holding.NONE, other.shares().heldFrom(CAROL));
    }

    @Test
    void eachSlaveFetchesForItselfAndTheLastOneEndsTheShare() {
        KeyId keyId = keyId();
        StoreContract.await(
                one.shares(),
                one.shares().add(List.of(share(CAROL, keyId, terms(SOFIA, SERENA))), end(), Unlimited.LIMITS));
        assertGot(one, List.of(keyId), SOFIA, CONNIE);
        clock.advance(GRACE);
        one.shares().expire();
        assertRefused(claims(one, List.of(keyId), SOFIA), CONNIE, List.of(keyId));
        assertGot(other, List.of(keyId), SERENA, CELIA);
        assertEquals(
                steady.instant().plus(GRACE),
                one.shares().find(List.of(keyId)).get(keyId).getFirst().end());
        clock.advance(GRACE);
        other.shares().expire();
        assertEquals(Holding.NONE, one.shares().held());
    }

    @Test
    void aFetchThatLacksOneShareMarksNone() {
        List<KeyId> old = keyIds(1);
        add(old);
        clock.advance(HOUR.minusSeconds(1));
        List<KeyId> young = keyIds(2);
        add(young);
        List<KeyId> all = List.of(young.get(0), old.get(0), young.get(1));
        List<Claim> claims = claims(one, all, SOFIA);
        clock.advance(Duration.ofSeconds(1));
        assertRefused(claims, CONNIE, old);
        assertGot(other, young, SOFIA, CELIA);
    }

    @Test
    void aShareThatTookThePlaceOfOneThatWasFoundIsNotGivenForIt() {
        List<KeyId> keyIds = keyIds(2);
        add(keyIds);
        List<Claim> claims = claims(one, keyIds, SOFIA);
        clock.advance(HOUR);
        add(keyIds);
        assertRefused(claims, CONNIE, keyIds);
        assertGot(one, keyIds, SOFIA, CONNIE);
        assertEquals(2, one.shares().held().shares());
    }

    @Test
    void whatIsOverIsNotFoundAndIsErased() {
        add(keyIds(5));
        clock.advance(HOUR.dividedBy(2));
        List<KeyId> young = keyIds(450);
        add(young);
        clock.advance(HOUR.dividedBy(2));
        one.shares().expire();
        assertEquals(450, one.shares().held().shares());
        clock.advance(HOUR.dividedBy(2));
        assertTrue(claims(one, young, SOFIA).isEmpty());
        one.shares().expire();
        assertEquals(Holding.NONE, other.shares().held());
        assertEquals(List.of(), one.shares().latest(10));
    }

    @Test
    void theOldestIsTheOneThatIsThereForTheLongestTime() {
        assertEquals(Optional.empty(), one.shares().oldest());
        Instant first = steady.instant();
        add(keyIds(1));
        clock.advance(HOUR.dividedBy(2));
        add(keyIds(2));
        assertEquals(Optional.of(first), other.shares().oldest());
        clock.advance(HOUR.dividedBy(2));
        one.shares().expire();
        assertEquals(Optional.of(first.plus(HOUR.dividedBy(2))), other.shares().oldest());
    }

    @Test
    void theLatestAreShownInTheirOrder() {
        List<KeyId> keyIds = keyIds(30);
        keyIds.forEach(keyId -> add(List.of(keyId)));
        assertEquals(
                keyIds.subList(20, 30),
                other.shares().latest(10).stream()
                        .map(share -> share.id().keyId())
                        .toList());
        assertEquals(30, one.shares().latest(100).size());
    }

    /** Limits on the number of a client's shares. */
    private record AtMost(long shares) implements ShareLimits {
        @Override
        public boolean allow(Holding held, Holding all, Holding more) {
            return held.shares() + more.shares() <= shares;
        }

        @Override
        public void require(Holding held, Holding all, Holding more) {
            new Quota("dske.quota.shares", shares).require("shares", held.shares(), more.shares());
        }
    }

    private void addAtMost(int most, List<KeyId> keyIds) {
        StoreContract.await(one.shares(), one.shares().add(shares(keyIds), end(), new AtMost(most)));
    }

    private List<KeyId> held(List<KeyId> keyIds) {
        return claims(other, keyIds, SOFIA).stream()
                .map(claim -> claim.share().id().keyId())
                .toList();
    }

    @Test
    void fetchedSharesGiveWayToNewOnesTheFirstFetchedFirst() {
        List<KeyId> first = keyIds(5);
        addAtMost(5, first);
        for (int index : new int[] {3, 1, 4}) {
            assertGot(one, first.subList(index, index + 1), SOFIA, CONNIE);
        }
        addAtMost(5, keyIds(2));
        assertEquals(List.of(first.get(0), first.get(2), first.get(4)), held(first));
        assertEquals(5, one.shares().held().shares());
    }

    @Test
    void sharesThatFitInNoWayMakeNoneGiveWay() {
        List<KeyId> first = keyIds(3);
        addAtMost(3, first);
        assertGot(one, first.subList(0, 2), SOFIA, CONNIE);
        RequestException refused = assertThrows(RequestException.class, () -> addAtMost(3, keyIds(3)));
        assertEquals(ErrorCode.TOO_MANY, refused.code());
        assertEquals(Map.of("quota", "dske.quota.shares", "held", 3L, "wanted", 3L, "limit", 3L), refused.details());
        assertEquals(first, held(first));
        addAtMost(3, keyIds(2));
        assertEquals(first.subList(2, 3), held(first));
    }

    @Test
    void whatIsOverMakesRoomBeforeAnybodyIsRefused() {
        addAtMost(300, keyIds(300));
        clock.advance(HOUR);
        addAtMost(300, keyIds(300));
        assertEquals(300, one.shares().held().shares());
    }

    @Test
    void whatIsHeldAddsUpWhateverHappens() {
        Seed.check(random -> {
            List<KeyId> keyIds = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                List<KeyId> batch = keyIds(1 + random.nextInt(5));
                HubStore hub = random.nextBoolean() ? one : other;
                StoreContract.await(hub.shares(), hub.shares().add(shares(batch), end(), new AtMost(1_000)));
                keyIds.addAll(batch);
                Collections.shuffle(keyIds, random);
                List<Claim> claims = claims(hub, keyIds.subList(0, 1 + random.nextInt(keyIds.size())), SOFIA);
                try {
                    fetch(hub, claims, random.nextBoolean() ? CONNIE : CONNIE_2);
                } catch (RequestException e) {
                    assertEquals(ErrorCode.NOT_FOUND, e.code());
                }
                clock.advance(Duration.ofSeconds(random.nextInt(30)));
                hub.shares().expire();
                assertEquals(
                        claims(one, keyIds, SOFIA).size(), other.shares().held().shares());
            }
            clock.advance(HOUR);
            one.shares().expire();
            assertEquals(Holding.NONE, one.shares().held());
            assertEquals(Holding.NONE, other.shares().heldFrom(CAROL));
        });
    }

    @Test
    void ofTwoMachinesThatAskAtTheSameMomentOneGetsEachShare() throws Exception {
        for (int round = 0; round < 30; round++) {
            List<KeyId> keyIds = keyIds(4);
            add(keyIds);
            List<Claim> claims = claims(one, keyIds, SOFIA);
            List<Callable<Boolean>> asking = new ArrayList<>();
            for (int machine = 0; machine < 6; machine++) {
                PeerName client = new PeerName(CONNIE.name(), "m" + machine);
                HubStore hub = machine % 2 == 0 ? one : other;
                List<Claim> order = new ArrayList<>(claims);
                if (machine % 3 == 0) {
                    Collections.reverse(order);
                }
                asking.add(() -> isDone(() -> fetch(hub, order, client)));
            }
            assertEquals(1, Collections.frequency(atOnce(asking), true));
        }
    }

    @Test
    void ofBatchesThatOverlapOneIsStoredWholly() throws Exception {
        for (int round = 0; round < 20; round++) {
            List<KeyId> common = keyIds(2);
            List<Callable<Boolean>> adding = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                List<KeyId> batch = new ArrayList<>(keyIds(5));
                batch.addAll(i % 6, common);
                HubStore hub = i % 2 == 0 ? one : other;
                adding.add(() -> isDone(() -> add(hub, batch)));
            }
            assertEquals(1, Collections.frequency(atOnce(adding), true));
            assertEquals(7L * (round + 1), one.shares().held().shares());
        }
    }

    @Test
    void twoSlavesThatFetchAtTheSameMomentEndTheShare() throws Exception {
        for (int round = 0; round < 30; round++) {
            KeyId keyId = keyId();
            StoreContract.await(
                    one.shares(),
                    one.shares().add(List.of(share(CAROL, keyId, terms(SOFIA, SERENA))), end(), Unlimited.LIMITS));
            List<Claim> sofias = claims(one, List.of(keyId), SOFIA);
            List<Claim> serenas = claims(one, List.of(keyId), SERENA);
            assertFalse(atOnce(List.of(
                            () -> isDone(() -> fetch(one, sofias, CONNIE)),
                            () -> isDone(() -> fetch(other, serenas, CELIA))))
                    .contains(false));
            assertEquals(
                    steady.instant().plus(GRACE),
                    one.shares().find(List.of(keyId)).get(keyId).getFirst().end());
        }
    }

    private static boolean isDone(Runnable work) {
        try {
            work.run();
            return true;
        } catch (RequestException e) {
            assertTrue(e.code() == ErrorCode.NOT_FOUND || e.code() == ErrorCode.CONFLICT, e::toString);
            return false;
        }
    }

    private List<Boolean> atOnce(List<Callable<Boolean>> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(work.size());
        List<Future<Boolean>> results = new ArrayList<>();
        for (Callable<Boolean> each : work) {
            results.add(threads.submit(() -> {
                start.await(20, TimeUnit.SECONDS);
                return each.call();
            }));
        }
        List<Boolean> values = new ArrayList<>();
        for (Future<Boolean> result : results) {
            values.add(result.get(60, TimeUnit.SECONDS));
        }
        return values;
    }

    private static ClientEntry entry(PeerName client, @Nullable Integer number, SaeId... encryptors) {
        return new ClientEntry(client, new TreeSet<>(List.of(encryptors)), "its", number);
    }

    private void register(HubStore hub, ClientEntry entry) {
        Durable.await(hub.clients().register(entry, MANY));
    }

    private void assertConflict(ClientEntry entry, String message) {
        RequestException refused = assertThrows(RequestException.class, () -> register(other, entry));
        assertEquals(ErrorCode.CONFLICT, refused.code());
        assertEquals(message, refused.getMessage());
    }

    private String owner(SaeId encryptor) {
        return other.clients()
                .find(encryptor)
                .map(owner -> owner.client() + " " + owner.bestSuite())
                .orElse("");
    }

    @Test
    void anEncryptorIsTheClientsThatRegisteredItFirstUntilItUnregisters() {
        register(one, entry(CONNIE, 1, SOFIA));
        assertEquals("connie its", owner(SOFIA));
        assertConflict(entry(CELIA, 1, SERENA, SOFIA), "encryptor sofia belongs to client connie");
        assertEquals("", owner(SERENA));
        assertEquals(1, one.clients().size());
        Durable.await(other.clients().unregister(CONNIE));
        assertEquals("", owner(SOFIA));
        register(one, entry(CELIA, 1, SERENA, SOFIA));
        assertEquals("celia its", owner(SOFIA));
    }

    @Test
    void aRegistrationTakesThePlaceOfTheSameMachinesEarlierOne() {
        register(one, entry(CONNIE, 1, SOFIA, SERENA));
        register(other, entry(CONNIE, null, SERENA));
        assertEquals("", owner(SOFIA));
        assertEquals("connie its", owner(SERENA));
        register(one, entry(CELIA, 2, SOFIA));
    }

    @Test
    void theMachinesOfAClientHaveItsEncryptorsTogether() {
        register(one, entry(CONNIE, 1, SOFIA));
        register(other, entry(CONNIE_2, 1, SOFIA, SERENA));
        Durable.await(one.clients().unregister(CONNIE));
        assertEquals("connie its", owner(SOFIA));
        register(one, entry(CONNIE_2, 1, SERENA));
        assertEquals("", owner(SOFIA));
        assertEquals("connie its", owner(SERENA));
    }

    @Test
    void theNumberOfAHubIsOneForAllClients() {
        register(one, entry(CONNIE, 1));
        assertConflict(
                entry(CELIA, 2, SERENA),
                "client celia knows hub hank by the number 2, and client connie by 1: the number of a hub is one for all"
                        + " clients");
        assertEquals("", owner(SERENA));
        register(other, entry(CELIA, null, SERENA));
        register(one, entry(CONNIE, 2));
        register(one, entry(CELIA, 2));
    }

    @Test
    void thereAreNoMoreClientsThanTheQuotaSays() {
        Quota two = new Quota("dske.hub.max-clients", 2);
        Durable.await(one.clients().register(entry(CONNIE, 1, SOFIA), two));
        Durable.await(other.clients().register(entry(CONNIE_2, 1, SOFIA), two));
        ClientEntry third = entry(CELIA, 1, SERENA);
        RequestException refused = assertThrows(
                RequestException.class, () -> Durable.await(one.clients().register(third, two)));
        assertEquals(ErrorCode.TOO_MANY, refused.code());
        assertEquals("too many clients: 2 held, 1 more wanted, 2 allowed", refused.getMessage());
        Durable.await(one.clients().register(entry(CONNIE, 1), two));
        Durable.await(other.clients().unregister(CONNIE_2));
        Durable.await(one.clients().register(third, two));
    }

    @Test
    void ofClientsThatRegisterAnEncryptorAtTheSameMomentOneGetsIt() throws Exception {
        for (int round = 0; round < 10; round++) {
            SaeId encryptor = new SaeId("s" + round);
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ClientEntry entry = entry(PeerName.of(new NodeName("c" + i)), 1, encryptor);
                HubStore hub = i % 2 == 0 ? one : other;
                work.add(() -> isDone(() -> register(hub, entry)));
            }
            assertEquals(1, Collections.frequency(atOnce(work), true));
            for (int i = 0; i < 4; i++) {
                Durable.await(one.clients().unregister(PeerName.of(new NodeName("c" + i))));
            }
        }
    }
}
