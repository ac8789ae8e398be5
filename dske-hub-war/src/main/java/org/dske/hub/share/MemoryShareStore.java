package org.dske.hub.share;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dske.error.DskeException;
import org.dske.hub.share.HeldShare.Claim;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.ledger.PeerName;
import org.dske.secret.SecretBytes;

/**
 * Shares that are gone when the process ends. Its futures are done at once.
 *
 * <p>Whoever works on keys holds their locks, and in these perhaps that of one account: so others work on other keys meanwhile.
 */
public final class MemoryShareStore implements ShareStore {
    private final InstantSource clock;
    private final KeyLocks locks = new KeyLocks();
    private final Map<KeyId, List<MemoryShare>> byKey = new ConcurrentHashMap<>();
    private final NavigableMap<Long, MemoryShare> inOrder = new ConcurrentSkipListMap<>();
    private final NavigableMap<End, MemoryShare> ends = new ConcurrentSkipListMap<>();
    /** Each is used inside of {@code compute} alone, which makes that atomic. */
    private final Map<NodeName, MemoryAccount> accounts = new ConcurrentHashMap<>();

    private final AtomicReference<Holding> all = new AtomicReference<>(Holding.NONE);
    private final AtomicLong added = new AtomicLong();

    /** When a share ends; of those that end together the one that came first is first. */
    private record End(Instant time, long number) implements Comparable<End> {
        static End of(MemoryShare share) {
            return new End(share.end(), share.number());
        }

        @Override
        public int compareTo(End other) {
            int byTime = time.compareTo(other.time);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** No shares. */
    public MemoryShareStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Void> add(List<NewShare> batch, Instant end, ShareLimits limits) {
        expire();
        try {
            locks.holding(batch.stream().map(share -> share.id().keyId()).toList(), () -> store(batch, end, limits))
                    .forEach(this::erase);
            return CompletableFuture.completedFuture(null);
        } catch (DskeException e) {
            batch.forEach(NewShare::close);
            return CompletableFuture.failedFuture(e);
        }
    }

    private List<MemoryShare> store(List<NewShare> batch, Instant end, ShareLimits limits) {
        for (NewShare share : batch) {
            if (live(share.id().keyId()).anyMatch(other -> other.id().equals(share.id()))) {
                throw ShareStore.conflict(share.id().keyId());
            }
        }
        Instant since = clock.instant();
        List<MemoryShare> giveWay = new ArrayList<>();
        accounts.compute(batch.getFirst().id().initiator(), (initiator, known) -> {
            MemoryAccount account = known == null ? new MemoryAccount(all) : known;
            giveWay.addAll(account.reserve(batch, limits));
            for (NewShare share : batch) {
                insert(new MemoryShare(share, added.getAndIncrement(), account.canonical(share.terms()), since, end));
            }
            return account;
        });
        return giveWay;
    }

    private void insert(MemoryShare share) {
        byKey.compute(share.id().keyId(), (keyId, others) -> {
            List<MemoryShare> together = others == null ? new ArrayList<>(1) : others;
            together.add(share);
            return together;
        });
        inOrder.put(share.number(), share);
        ends.put(End.of(share), share);
    }

    private Stream<MemoryShare> live(KeyId keyId) {
        return byKey.getOrDefault(keyId, List.of()).stream().filter(share -> !share.isGone());
    }

    @Override
    public Map<KeyId, List<HeldShare>> find(Collection<KeyId> keyIds) {
        expire();
        return locks.holding(keyIds, () -> {
            Instant now = clock.instant();
            Map<KeyId, List<HeldShare>> found = new HashMap<>();
            for (KeyId keyId : keyIds) {
                found.put(
                        keyId,
                        live(keyId)
                                .filter(share -> now.isBefore(share.end()))
                                .map(MemoryShare::held)
                                .toList());
            }
            return found;
        });
    }

    /** There is nothing to wait for. */
    @Override
    public void commit() {}

    @Override
    public CompletableFuture<List<SecretBytes>> fetch(List<Claim> claims, PeerName client, Instant graceEnd) {
        List<KeyId> keyIds =
                claims.stream().map(claim -> claim.share().id().keyId()).toList();
        try {
            return CompletableFuture.completedFuture(locks.holding(keyIds, () -> give(claims, client, graceEnd)));
        } catch (DskeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private List<SecretBytes> give(List<Claim> claims, PeerName client, Instant graceEnd) {
        Instant now = clock.instant();
        List<MemoryShare> shares = new ArrayList<>();
        List<KeyId> missing = new ArrayList<>();
        for (Claim claim : claims) {
            KeyId keyId = claim.share().id().keyId();
            live(keyId)
                    .filter(share -> share.number() == claim.share().number())
                    .filter(share -> share.isFetchable(claim.slave(), client, now))
                    .findFirst()
                    .ifPresentOrElse(shares::add, () -> missing.add(keyId));
        }
        if (!missing.isEmpty()) {
            throw ShareStore.unknown(missing);
        }
        List<SecretBytes> values = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            MemoryShare share = shares.get(i);
            End before = End.of(share);
            share.fetch(claims.get(i).slave(), client, graceEnd);
            values.add(share.value());
            if (share.isFetchedByAll()) {
                ends.remove(before);
                ends.put(End.of(share), share);
                inAccount(share, account -> account.fetched(share));
            }
        }
        return values;
    }

    private void inAccount(MemoryShare share, Consumer<MemoryAccount> work) {
        accounts.computeIfPresent(share.id().initiator(), (initiator, account) -> {
            work.accept(account);
            return account.isEmpty() ? null : account;
        });
    }

    @Override
    public void expire() {
        Instant now = clock.instant();
        for (var first = ends.firstEntry();
                first != null && !now.isBefore(first.getKey().time()); ) {
            erase(first.getValue());
            first = ends.firstEntry();
        }
    }

    @Override
    public void eraseFrom(NodeName initiator) {
        inOrder.values().stream()
                .filter(share -> share.id().initiator().equals(initiator))
                .forEach(this::erase);
    }

    private void erase(MemoryShare share) {
        locks.holding(List.of(share.id().keyId()), () -> {
            inAccount(share, account -> account.remove(share));
            ends.remove(End.of(share));
            inOrder.remove(share.number());
            byKey.computeIfPresent(share.id().keyId(), (keyId, others) -> {
                others.remove(share);
                return others.isEmpty() ? null : others;
            });
            share.close();
            return share;
        });
    }

    @Override
    public List<HeldShare> latest(int most) {
        List<HeldShare> latest = new ArrayList<>();
        for (MemoryShare share : inOrder.descendingMap().values()) {
            if (latest.size() == most) {
                break;
            }
            Supplier<HeldShare> held = share::held;
            latest.add(locks.holding(List.of(share.id().keyId()), held));
        }
        Collections.reverse(latest);
        return latest;
    }

    @Override
    public Optional<Instant> oldest() {
        return Optional.ofNullable(inOrder.firstEntry())
                .map(first -> first.getValue().since());
    }

    @Override
    public Holding heldFrom(NodeName initiator) {
        Holding[] held = {Holding.NONE};
        accounts.computeIfPresent(initiator, (name, account) -> {
            held[0] = account.held();
            return account;
        });
        return held[0];
    }

    @Override
    public Holding held() {
        return Objects.requireNonNull(all.get());
    }

    @Override
    public boolean isFailing() {
        return false;
    }

    @Override
    public void close() {
        List.copyOf(inOrder.values()).forEach(this::erase);
    }
}
