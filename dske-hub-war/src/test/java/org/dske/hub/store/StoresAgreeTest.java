package org.dske.hub.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.dske.error.DskeException;
import org.dske.hub.directory.ClientDirectory;
import org.dske.hub.directory.ClientDirectory.Owner;
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
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.PeerName;
import org.dske.secret.SecretBytes;
import org.dske.sharing.Places;
import org.dske.sharing.Share;
import org.dske.store.NodeStore;
import org.dske.store.StoreSettings;
import org.dske.testing.MutableClock;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is asked of a store in memory and one in a database, in whatever order: they answer alike. */
class StoresAgreeTest {
    private static final int STEPS = 1_500;
    private static final int MOST_SHARES = 12;
    private static final NodeName HUB = new NodeName("hank");
    private static final List<String> CLIENTS = List.of("carol", "connie", "charlie");
    private static final List<String> ENCRYPTORS = List.of("sam", "sofia", "sunil", "sally");

    @TempDir
    private Path directory;

    private final MutableClock clock = new MutableClock();

    /** Few names, so that everything happens: names that are taken, slaves that come twice, and stores that are full. */
    private static final class Choice {
        private final Random random;
        private final List<KeyId> keyIds = new ArrayList<>();

        private Choice(Random random) {
            this.random = random;
            for (int i = 0; i < 8; i++) {
                keyIds.add(new KeyId(new UUID(random.nextLong(), random.nextLong())));
            }
        }

        private <T> T of(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        private Set<KeyId> keys() {
            Set<KeyId> keys = new LinkedHashSet<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                keys.add(of(keyIds));
            }
            return keys;
        }

        private SortedSet<SaeId> encryptors() {
            SortedSet<SaeId> encryptors = new TreeSet<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                encryptors.add(new SaeId(of(ENCRYPTORS)));
            }
            return encryptors;
        }

        private PeerName machine() {
            return PeerName.of(of(CLIENTS), random.nextBoolean() ? null : "2");
        }

        private ShareTerms terms() {
            return new ShareTerms(
                    new SaeId(of(ENCRYPTORS)),
                    new TreeSet<>(encryptors()),
                    random.nextBoolean() ? "its" : null,
                    random.nextBoolean() ? 3 : null,
                    random.nextBoolean() ? Places.of(Map.of("hank", 1, "hilary", 255)) : null);
        }

        private Duration time() {
            return Duration.ofSeconds(1L + random.nextInt(30));
        }
    }

    @Test
    void aStoreInADatabaseAnswersAsOneInMemory() {
        Seed.check(random -> {
            try (NodeStore file = NodeStore.open(
                    new StoreSettings("hub", HUB, Optional.of(directory), Optional.empty()),
                    clock,
                    new SecureRandom(),
                    HubStore.SCHEMA)) {
                HubStore memory = HubStore.inMemory(HUB, clock);
                HubStore sql = HubStore.in(file.file().orElseThrow(), HUB, clock, UUID.randomUUID());
                Choice choice = new Choice(random);
                for (int step = 0; step < STEPS; step++) {
                    int what = random.nextInt(12);
                    String said = step + ": " + what;
                    switch (what) {
                        case 0, 1, 2 -> add(memory.shares(), sql.shares(), choice, said);
                        case 3, 4, 5, 6 -> fetch(memory.shares(), sql.shares(), choice, said);
                        case 7 -> register(memory.clients(), sql.clients(), choice, said);
                        case 8 -> {
                            PeerName machine = choice.machine();
                            agree(
                                    memory.clients().unregister(machine),
                                    sql.clients().unregister(machine),
                                    said);
                        }
                        case 9 -> clock.advance(choice.time());
                        case 10 -> {
                            memory.shares().expire();
                            sql.shares().expire();
                            assertEquals(
                                    shown(memory.shares().latest(5)),
                                    shown(sql.shares().latest(5)),
                                    said);
                        }
                        default -> clock.advance(Duration.ofMillis(1));
                    }
                    memory.shares().expire();
                    sql.shares().expire();
                    same(memory, sql, said);
                }
            }
        });
    }

    private static void same(HubStore memory, HubStore sql, String said) {
        assertEquals(memory.shares().held().shares(), sql.shares().held().shares(), said);
        for (String client : CLIENTS) {
            NodeName name = new NodeName(client);
            assertEquals(
                    memory.shares().heldFrom(name).shares(),
                    sql.shares().heldFrom(name).shares(),
                    said);
        }
        assertEquals(memory.clients().size(), sql.clients().size(), said);
        for (String encryptor : ENCRYPTORS) {
            SaeId id = new SaeId(encryptor);
            Optional<Owner> owner = memory.clients().find(id);
            assertEquals(owner, sql.clients().find(id), said);
        }
    }

    private static String outcome(CompletableFuture<?> future) {
        try {
            Object result = future.join();
            return result instanceof List<?> values
                    ? values.stream().map(StoresAgreeTest::hex).toList().toString()
                    : "done";
        } catch (CompletionException e) {
            if (e.getCause() instanceof DskeException refusal) {
                // Of several keys that are there already, any is named.
                return (refusal.code() + " " + refusal.getMessage())
                                .replaceFirst("share of key .* already", "share already")
                        + refusal.details();
            }
            throw e;
        }
    }

    private static String hex(Object value) {
        return HexFormat.of().formatHex(((SecretBytes) value).expose());
    }

    private static String agree(CompletableFuture<?> one, CompletableFuture<?> other, String said) {
        String outcome = outcome(one);
        assertEquals(outcome, outcome(other), said);
        return outcome;
    }

    private static List<NewShare> batch(Set<KeyId> keys, NodeName initiator, ShareTerms terms, long seed) {
        Random bytes = new Random(seed);
        return keys.stream()
                .map(keyId -> new NewShare(
                        new ShareId(initiator, terms.master(), keyId),
                        terms,
                        new Share(1 + bytes.nextInt(255), SecretBytes.copyOf(Seed.bytes(bytes, 16)))))
                .toList();
    }

    private void add(ShareStore memory, ShareStore sql, Choice choice, String said) {
        Set<KeyId> keys = choice.keys();
        NodeName initiator = new NodeName(choice.of(CLIENTS));
        ShareTerms terms = choice.terms();
        long seed = choice.random.nextLong();
        var end = clock.instant().plus(choice.time());
        var inMemory = memory.add(batch(keys, initiator, terms, seed), end, new Most(initiator));
        var inSql = sql.add(batch(keys, initiator, terms, seed), end, new Most(initiator));
        sql.commit();
        agree(inMemory, inSql, said);
    }

    /** Finds what both have of some keys, and fetches all of it, or some, or again what is gone by then. */
    private void fetch(ShareStore memory, ShareStore sql, Choice choice, String said) {
        Set<KeyId> keys = choice.keys();
        List<HeldShare> inMemory = found(memory, keys);
        List<HeldShare> inSql = found(sql, keys);
        assertEquals(shown(inMemory), shown(inSql), said);
        if (inMemory.isEmpty()) {
            return;
        }
        PeerName client = choice.machine();
        List<Integer> wanted = inMemory.stream()
                .map(share -> choice.random.nextInt(share.terms().slaves().size()))
                .toList();
        if (choice.random.nextInt(5) == 0) {
            clock.advance(choice.time());
        }
        var graceEnd = clock.instant().plus(choice.time());
        var fromMemory = memory.fetch(claims(inMemory, wanted), client, graceEnd);
        var fromSql = sql.fetch(claims(inSql, wanted), client, graceEnd);
        sql.commit();
        agree(fromMemory, fromSql, said);
    }

    private static List<Claim> claims(List<HeldShare> shares, List<Integer> wanted) {
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < shares.size(); i++) {
            HeldShare share = shares.get(i);
            claims.add(new Claim(share, List.copyOf(share.terms().slaves()).get(wanted.get(i))));
        }
        return claims;
    }

    /** In the order in which they came: of those that are fetched together, that is the order in which they give way. */
    private static List<HeldShare> found(ShareStore store, Set<KeyId> keys) {
        return store.find(keys).values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(HeldShare::number))
                .toList();
    }

    /** All but the number, which is each store's own. */
    private static List<List<Object>> shown(List<HeldShare> shares) {
        return shares.stream()
                .map(share -> List.<Object>of(
                        share.id(),
                        share.terms(),
                        share.index(),
                        share.size(),
                        share.since(),
                        share.end(),
                        new TreeMap<>(share.fetches())))
                .collect(Collectors.toList());
    }

    private static void register(ClientDirectory memory, ClientDirectory sql, Choice choice, String said) {
        ClientEntry entry = new ClientEntry(
                choice.machine(),
                choice.encryptors(),
                choice.random.nextBoolean() ? "its" : "classic",
                choice.random.nextInt(4) == 0 ? null : Integer.valueOf(choice.random.nextInt(8) == 0 ? 2 : 1));
        Quota quota = new Quota("dske.hub.max-clients", 4);
        agree(memory.register(entry, quota), sql.register(entry, quota), said);
    }

    /** So many shares of a client, and twice as many of all. */
    private record Most(NodeName initiator) implements ShareLimits {
        private static final Quota OF_CLIENT = new Quota("dske.quota.shares", MOST_SHARES);
        private static final Quota OF_ALL = new Quota("dske.hub.max-shares", 2 * MOST_SHARES);

        @Override
        public boolean allow(Holding held, Holding all, Holding more) {
            return OF_CLIENT.allows(held.shares(), more.shares()) && OF_ALL.allows(all.shares(), more.shares());
        }

        @Override
        public void require(Holding held, Holding all, Holding more) {
            OF_CLIENT.require("shares from client " + initiator, held.shares(), more.shares());
            OF_ALL.require("shares from all clients", all.shares(), more.shares());
        }
    }
}
