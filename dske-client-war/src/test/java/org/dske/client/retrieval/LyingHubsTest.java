package org.dske.client.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dske.client.audit.FaultRecord;
import org.dske.client.hub.RelaySettings;
import org.dske.client.keyshare.FetchedShare;
import org.dske.client.keyshare.FetchedShares;
import org.dske.client.transport.HubException;
import org.dske.client.transport.HubRefusals;
import org.dske.field.GaloisField256;
import org.dske.key.KeyId;
import org.dske.key.UserKey;
import org.dske.key.Uuids;
import org.dske.secret.SecretBytes;
import org.dske.sharing.NetworkSharing;
import org.dske.sharing.Share;
import org.dske.sharing.SharingMode;
import org.dske.testing.Numbers;
import org.dske.testing.Seed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Five hubs of which three are needed, and every pattern of those that are silent or lie. No sockets, and no waiting. */
class LyingHubsTest {
    private static final int HUBS = 5;
    private static final int NEEDED = 3;
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    private static final RelaySettings SETTINGS = new RelaySettings(SimulatedHubs.LONG, SimulatedHubs.LONG);
    /** A strong reference, or the level would be forgotten. */
    private static final Logger LOG = Logger.getLogger(FaultRecord.class.getName());

    private final SimulatedHubs hubs = new SimulatedHubs(HUBS);

    @BeforeAll
    static void beSilent() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void speak() {
        LOG.setLevel(null);
    }

    @AfterEach
    void close() {
        hubs.close();
    }

    /** What a bad hub does in the place of giving its share. */
    enum Kind {
        SILENT,
        WRONG_BYTES,
        WRONG_INDEX,
        DUPLICATE_INDEX,
        STALE,
        WRONG_LENGTH
    }

    /** One key as the hubs hold it, and what they have of other keys. */
    private static final class Network {
        private final Random random;
        private final SharingMode mode;
        private final NetworkSharing sharing;
        private final UserKey key;
        private final List<Share> shares;

        Network(SharingMode mode, Random random) {
            this.random = random;
            this.mode = mode;
            this.sharing = NetworkSharing.of(Numbers.ofHubs(HUBS), NEEDED, Seed.secure(random));
            this.key = key();
            this.shares = split(key);
        }

        UserKey key() {
            SecureRandom secure = Seed.secure(random);
            return new UserKey(new KeyId(Uuids.random(secure)), SecretBytes.random(32, secure));
        }

        List<Share> split(UserKey one) {
            return sharing.in(mode).split(one.id(), one.value());
        }

        /** What a hub gives: a copy, as what is gathered is wiped. */
        Share given(int hub) {
            Share share = shares.get(hub);
            return new Share(share.index(), SecretBytes.copyOf(share.value().expose()));
        }

        Share random(int index, int size) {
            return new Share(index, SecretBytes.random(size, Seed.secure(random)));
        }

        Share bad(int hub, Kind kind) {
            Share good = given(hub);
            int size = good.value().size();
            return switch (kind) {
                case SILENT -> throw new IllegalArgumentException("it gives nothing");
                case WRONG_BYTES -> random(good.index(), size);
                case WRONG_INDEX -> new Share(good.index() + HUBS, good.value());
                case DUPLICATE_INDEX -> new Share(shares.get((hub + 1) % HUBS).index(), good.value());
                // Each of another key. In the mode classic, three of one key are that key: k hubs together can do
                // anything.
                case STALE -> split(key()).get(hub);
                case WRONG_LENGTH -> random(good.index(), size - 1 + 2 * random.nextInt(2));
            };
        }

        FetchedShares answer(Share share) {
            return new FetchedShares(Map.of(key.id(), new FetchedShare(mode, sharing.places(), share)), Map.of());
        }
    }

    /** Goes through the patterns of a number of bad hubs: which they are, and what each of them does. */
    private static void forEachPattern(int bad, Consumer<Map<Integer, Kind>> action) {
        for (int which = 0; which < 1 << HUBS; which++) {
            if (Integer.bitCount(which) == bad) {
                forEachPattern(which, 0, Map.of(), action);
            }
        }
    }

    private static void forEachPattern(
            int which, int hub, Map<Integer, Kind> chosen, Consumer<Map<Integer, Kind>> action) {
        if (hub == HUBS) {
            action.accept(chosen);
        } else if ((which >> hub & 1) == 0) {
            forEachPattern(which, hub + 1, chosen, action);
        } else {
            for (Kind kind : Kind.values()) {
                Map<Integer, Kind> more = new TreeMap<>(chosen);
                more.put(hub, kind);
                forEachPattern(which, hub + 1, more, action);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void upToTwoBadHubsAreSurvivedAndNamedAndThreeNeverMakeAWrongKey(SharingMode mode) {
        Seed.check(random -> {
            AtomicInteger patterns = new AtomicInteger();
            for (int bad = 0; bad <= HUBS - NEEDED + 1; bad++) {
                forEachPattern(bad, pattern -> {
                    patterns.incrementAndGet();
                    List<Integer> order = order(random);
                    try {
                        // Sometimes nobody is a suspect, and sometimes whoever lied before.
                        hubs.clock.advance(random.nextBoolean() ? Duration.ofHours(2) : Duration.ZERO);
                        requireOutcome(new Network(mode, random), pattern, order);
                    } catch (AssertionError | RuntimeException e) {
                        throw new AssertionError(pattern + " in the order " + order + ": " + e.getMessage(), e);
                    }
                });
            }
            assertEquals(1 + 5 * 6 + 10 * 36 + 10 * 216, patterns.get());
        });
    }

    private void requireOutcome(Network network, Map<Integer, Kind> bad, List<Integer> order) {
        List<Integer> silent =
                order.stream().filter(hub -> bad.get(hub) == Kind.SILENT).toList();
        List<Integer> giving =
                order.stream().filter(hub -> !silent.contains(hub)).toList();
        Set<String> liars =
                bad.keySet().stream().filter(giving::contains).map(NAMES::get).collect(Collectors.toSet());
        boolean enough = HUBS - bad.size() >= NEEDED;
        // In the mode its a share at another place than its hub's is wrong whatever the key is.
        Set<String> misplaced = bad.keySet().stream()
                .filter(hub -> network.mode == SharingMode.ITS
                        && (bad.get(hub) == Kind.WRONG_INDEX || bad.get(hub) == Kind.DUPLICATE_INDEX))
                .map(NAMES::get)
                .collect(Collectors.toSet());
        requireNamed(enough ? liars : misplaced, Set.of(), () -> {
            try (KeyRetrieval retrieval = hubs.gather(List.of(network.key.id()), network.sharing, SETTINGS)) {
                giving.forEach(hub -> {
                    Kind kind = bad.get(hub);
                    hubs.answer(
                            NAMES.get(hub), network.answer(kind == null ? network.given(hub) : network.bad(hub, kind)));
                });
                if (!enough) {
                    fail(silent);
                }
                assertEquals(enough, retrieval.succeeds());
                if (enough) {
                    // Nobody waited for those that are silent.
                    assertEquals(List.of(network.key), retrieval.keys());
                }
            }
            if (enough) {
                fail(silent);
            }
        });
    }

    private void fail(List<Integer> silent) {
        silent.forEach(hub -> hubs.fail(NAMES.get(hub), HubException.pending()));
    }

    private static List<Integer> order(Random random) {
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4));
        Collections.shuffle(order, random);
        return order;
    }

    /** Fails unless exactly these hubs are named for what is done. */
    private void requireNamed(Set<String> wrong, Set<String> disputed, Runnable action) {
        List<FaultRecord.Counts> before = reports();
        action.run();
        hubs.awaitAuditor();
        assertEquals(wrong, named(before, FaultRecord.Counts::wrongShares), "wrong");
        assertEquals(disputed, named(before, FaultRecord.Counts::disputedShares), "disputed");
    }

    private List<FaultRecord.Counts> reports() {
        return hubs.hubs.stream().map(hub -> hub.faults().counts()).toList();
    }

    private Set<String> named(List<FaultRecord.Counts> before, ToLongFunction<FaultRecord.Counts> counter) {
        List<FaultRecord.Counts> now = reports();
        return IntStream.range(0, HUBS)
                .filter(hub -> counter.applyAsLong(now.get(hub)) > counter.applyAsLong(before.get(hub)))
                .mapToObj(NAMES::get)
                .collect(Collectors.toSet());
    }

    /** Gathers a key of which every hub gives a share, in an order, and requires that it is found. */
    private void gather(Network network, List<FetchedShares> answers, List<Integer> order) {
        try (KeyRetrieval retrieval = hubs.gather(List.of(network.key.id()), network.sharing, SETTINGS)) {
            order.forEach(hub -> hubs.answer(NAMES.get(hub), answers.get(hub)));
            assertTrue(retrieval.succeeds());
            assertEquals(List.of(network.key), retrieval.keys());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyIndexMayComeFromTheWire(SharingMode mode) {
        Seed.check(random -> {
            for (int index : new int[] {254, 255, 0, -1, 256, 1_000, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                Network network = new Network(mode, random);
                List<Integer> order = order(random);
                requireNamed(Set.of("b", "d"), Set.of(), () -> {
                    List<FetchedShares> answers = new ArrayList<>();
                    for (int hub = 0; hub < HUBS; hub++) {
                        boolean lies = hub == 1 || hub == 3;
                        Share share = network.given(hub);
                        answers.add(network.answer(lies ? new Share(index, share.value()) : share));
                    }
                    gather(network, answers, order);
                });
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void whoSaysAnotherModeIsNamed(SharingMode mode) {
        SharingMode other = mode == SharingMode.ITS ? SharingMode.CLASSIC : SharingMode.ITS;
        Seed.check(random -> {
            Network network = new Network(mode, random);
            List<Integer> order = order(random);
            requireNamed(Set.of("a", "e"), Set.of(), () -> {
                List<FetchedShares> answers = new ArrayList<>();
                for (int hub = 0; hub < HUBS; hub++) {
                    boolean lies = hub == 0 || hub == 4;
                    FetchedShare share =
                            new FetchedShare(lies ? other : mode, network.sharing.places(), network.given(hub));
                    answers.add(new FetchedShares(Map.of(network.key.id(), share), Map.of()));
                }
                gather(network, answers, order);
            });
        });
    }

    @Test
    void whoSaysClassicWhereThatIsNotWantedIsNamedOnceTheKeyIsKnown() {
        Seed.check(random -> {
            Network network = new Network(SharingMode.ITS, random);
            FetchedShares unwanted = FetchedShares.none(List.of(network.key.id()), HubRefusals.unwanted());
            requireNamed(Set.of("b", "d"), Set.of(), () -> {
                List<FetchedShares> answers = new ArrayList<>();
                for (int hub = 0; hub < HUBS; hub++) {
                    answers.add(hub == 1 || hub == 3 ? unwanted : network.answer(network.given(hub)));
                }
                gather(network, answers, order(random));
            });
            requireNamed(Set.of(), Set.of(), () -> {
                try (KeyRetrieval retrieval = hubs.gather(List.of(network.key.id()), network.sharing, SETTINGS)) {
                    NAMES.forEach(hub -> hubs.answer(hub, unwanted));
                    assertFalse(retrieval.succeeds());
                }
            });
        });
    }

    @ParameterizedTest
    @EnumSource
    void liarsThatAnswerAfterTheKeyWasDeliveredAreNamed(SharingMode mode) {
        Seed.check(random -> {
            Network network = new Network(mode, random);
            requireNamed(Set.of("b", "c"), Set.of(), () -> {
                try (KeyRetrieval retrieval = hubs.gather(List.of(network.key.id()), network.sharing, SETTINGS)) {
                    List.of(0, 3, 4).forEach(hub -> hubs.answer(NAMES.get(hub), network.answer(network.given(hub))));
                    assertTrue(retrieval.succeeds());
                    retrieval.keys();
                }
                // Whatever would be audited without those that are missing has been.
                hubs.awaitAuditor();
                hubs.answer("b", network.answer(network.bad(1, Kind.WRONG_BYTES)));
                hubs.answer("c", network.answer(network.bad(2, Kind.STALE)));
            });
        });
    }

    @ParameterizedTest
    @EnumSource
    void aHubThatLiesAboutOneKeyOfManyIsNamedForThatOne(SharingMode mode) {
        Seed.check(random -> {
            List<Network> networks =
                    Stream.generate(() -> new Network(mode, random)).limit(8).toList();
            List<KeyId> keyIds =
                    networks.stream().map(network -> network.key.id()).toList();
            List<FaultRecord.Counts> before = reports();
            try (KeyRetrieval retrieval = hubs.gather(keyIds, networks.get(0).sharing, SETTINGS)) {
                for (int hub : order(random)) {
                    Map<KeyId, FetchedShare> shares = new HashMap<>();
                    for (int i = 0; i < networks.size(); i++) {
                        Network network = networks.get(i);
                        boolean lies = (i == 5 && hub == 2) || (i >= 6 && hub == 4);
                        Share share = lies ? network.bad(hub, Kind.WRONG_BYTES) : network.given(hub);
                        shares.put(network.key.id(), new FetchedShare(mode, network.sharing.places(), share));
                    }
                    hubs.answer(NAMES.get(hub), new FetchedShares(shares, Map.of()));
                }
                assertTrue(retrieval.succeeds());
                assertEquals(networks.stream().map(network -> network.key).toList(), retrieval.keys());
            }
            hubs.awaitAuditor();
            assertEquals(Set.of("c", "e"), named(before, FaultRecord.Counts::wrongShares));
            assertEquals(1, reports().get(2).wrongShares());
            assertEquals(2, reports().get(4).wrongShares());
        });
    }

    /** See {@code ReconstructionTest}: the three shares of two liars and c, who is right, give the key too. */
    @Test
    void liarsInConcertPutOthersInDispute() {
        Seed.check(random -> {
            Network network = new Network(SharingMode.ITS, random);
            List<FetchedShares> answers = new ArrayList<>();
            for (int hub = 0; hub < HUBS; hub++) {
                Share share = network.given(hub);
                byte[] value = share.value().expose().clone();
                if (hub < 2) {
                    int right = network.given(2).index();
                    int error = GaloisField256.multiply(share.index(), share.index() ^ right);
                    for (int i = 0; i < value.length; i++) {
                        value[i] ^= (byte) error;
                    }
                }
                answers.add(network.answer(new Share(share.index(), SecretBytes.owning(value))));
            }
            requireNamed(Set.of(), Set.of("a", "b", "d", "e"), () -> gather(network, answers, order(random)));
        });
    }

    /** What only the mode its promises: it binds a share to its key. */
    @Test
    void threeSharesOfAnotherKeyAreNotThisKey() {
        Seed.check(random -> {
            Network network = new Network(SharingMode.ITS, random);
            List<Share> stale = network.split(network.key());
            try (KeyRetrieval retrieval = hubs.gather(List.of(network.key.id()), network.sharing, SETTINGS)) {
                for (int hub : order(random)) {
                    hubs.answer(NAMES.get(hub), network.answer(hub < 3 ? stale.get(hub) : network.given(hub)));
                }
                assertFalse(retrieval.succeeds());
            }
        });
    }
}
