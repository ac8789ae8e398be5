package org.dske.client.hub;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dske.auditlog.AuditLog;
import org.dske.client.audit.FaultRecord;
import org.dske.client.keyshare.FetchedShares;
import org.dske.client.keyshare.RegisteredClient;
import org.dske.client.keyshare.ShareBatch;
import org.dske.client.psrd.RegistrationStatus;
import org.dske.client.transport.HttpTransport;
import org.dske.client.transport.HubException;
import org.dske.error.ErrorCode;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerName;
import org.dske.ledger.PsrdLedger;
import org.dske.psrd.Pool;
import org.dske.psrd.PoolStatus;
import org.dske.time.Deadline;
import org.dske.time.LatencyHistogram;
import org.dske.time.Ticker;

/**
 * A hub as its client sees it: one machine, or several that share what they hold, each with PSRD of its own. Exchanges are spread over
 * those that are up; what one of them does not do, the next one is asked for. Safe for concurrent use.
 */
public final class PeerHub implements AutoCloseable {
    /** What another machine of the hub may do better: it is about this one, or its PSRD, or the way to it. */
    private static final Set<HubException.Kind> OF_ONE_MACHINE = Collections.unmodifiableSet(EnumSet.complementOf(
            EnumSet.of(HubException.Kind.REFUSED, HubException.Kind.UNWANTED, HubException.Kind.INVALID_RESPONSE)));

    private final KnownHub known;
    private final FaultRecord faults;
    private final List<HubInstance> instances;
    private final AtomicInteger exchanges = new AtomicInteger();

    PeerHub(
            KnownHub known,
            PeerHubSettings settings,
            HttpTransport http,
            PsrdLedger ledger,
            Supplier<UUID> ids,
            InstantSource clock,
            Ticker ticker,
            AuditLog audit,
            ScheduledExecutorService scheduler) {
        this.known = known;
        this.faults = new FaultRecord(known.name(), clock, ticker);
        this.instances = known.urls().stream()
                .map(url -> new HubInstance(
                        new PeerName(known.name(), known.urls().size() == 1 ? "" : url.getAuthority()),
                        url,
                        known,
                        settings,
                        http,
                        faults,
                        ledger,
                        ids,
                        ticker,
                        audit,
                        scheduler))
                .toList();
    }

    /** The hub's name: the last part of its URL. */
    public NodeName name() {
        return known.name();
    }

    /** Where the hub is: its machines, mostly one. */
    public List<URI> urls() {
        return known.urls();
    }

    /**
     * The number that the client knows the hub by, from its configuration: where the hub's shares of the mode {@code its} lie; 1
     * to 255.
     */
    public int number() {
        return known.number();
    }

    /**
     * The machine of the hub that a package is of.
     *
     * @param packageUrls what the package says where that machine is
     * @return nothing if the hub has several, and none of them is there
     */
    public Optional<PeerName> machineAt(Collection<URI> packageUrls) {
        List<URI> urls = known.urls();
        return IntStream.range(0, urls.size())
                .filter(i -> urls.size() == 1 || packageUrls.contains(urls.get(i)))
                .mapToObj(i -> instances.get(i).name())
                .findFirst();
    }

    /** A package has brought blocks that are shared with one of the hub's machines, and that are in the store: registers with them. */
    public void takeIn(PeerName machine, Collection<UUID> blocks) {
        instances.stream().filter(each -> each.name().equals(machine)).forEach(each -> each.takeIn(blocks));
    }

    /** What there is to see of the client's registration with the hub: with a machine that is up, if there is one. */
    public RegistrationStatus registration() {
        List<RegistrationStatus> all =
                instances.stream().map(HubInstance::registration).toList();
        return all.stream().filter(RegistrationStatus::isUp).findFirst().orElse(all.getFirst());
    }

    /** Whether exchanges are to be expected to work: with one machine at least. */
    public boolean isUp() {
        return registration().isUp();
    }

    /** What the hub has done that it ought not to do. */
    public FaultRecord faults() {
        return faults;
    }

    /**
     * Whether the client is registered and the pools are filled, so that the next exchange waits for nothing: at one machine at least, and
     * at all others that can be reached.
     */
    public boolean isReady() {
        return instances.stream().anyMatch(HubInstance::isReady)
                && instances.stream()
                        .allMatch(each -> each.isReady() || each.registration().reason() != null);
    }

    /**
     * What there is to see of the pools.
     *
     * @param reveal whether to show the first ten bytes of each block: for study only
     * @return of each machine the client's pool and the hub's
     */
    public List<PoolStatus> poolStatus(boolean reveal) {
        return instances.stream()
                .flatMap(each -> each.poolStatus(reveal).stream())
                .toList();
    }

    /** How the PSRD that is shared with the hub came, by its weakest block; nothing if there is no block. */
    public Optional<Origin> weakestOrigin() {
        return instances.stream().flatMap(each -> each.weakestOrigin().stream()).min(Comparator.naturalOrder());
    }

    /** How long exchanges took with each of its machines. */
    public Map<PeerName, LatencyHistogram> exchangeTimes() {
        return instances.stream().collect(Collectors.toMap(HubInstance::name, HubInstance::exchangeTimes));
    }

    /** How many bytes this client can still allocate. */
    public long bytesLeft() {
        return instances.stream().mapToLong(HubInstance::bytesLeft).sum();
    }

    /** How many bytes the hub can still allocate for this client, as far as it is known. */
    public long hubBytesLeft() {
        return instances.stream().mapToLong(HubInstance::hubBytesLeft).sum();
    }

    /**
     * How many keys the PSRD at hand is good for, as initiator.
     *
     * @param shareSize the size of their shares in bytes
     * @return the number of keys, 0 if the hub is out of reach
     */
    public long keysLeft(int shareSize) {
        return instances.stream().mapToLong(each -> each.keysLeft(shareSize)).sum();
    }

    /**
     * Hands shares to the hub: by one exchange if the hub knows how, and they fit into one message.
     *
     * @param batch the shares, which are wiped when the exchange has ended
     * @return the hub's name, when it has taken all shares; fails with a {@link HubException}
     */
    public CompletableFuture<NodeName> post(ShareBatch batch, Duration limit) {
        if (instances.size() == 1) {
            return instances.getFirst().sender().send(batch, limit).thenApply(sent -> name());
        }
        // Each attempt wipes what it sends when it has ended, which may be later than its time.
        AtomicInteger attempts = new AtomicInteger();
        return anywhere(limit, (instance, time) -> {
                    boolean again = attempts.getAndIncrement() > 0;
                    // The machine that was asked before may have taken the shares, and its answer got lost.
                    return instance.sender()
                            .send(batch.copy(), time)
                            .exceptionallyCompose(failure ->
                                    again && HubException.explain(failure).isRefusal(ErrorCode.CONFLICT)
                                            ? CompletableFuture.completedFuture(null)
                                            : CompletableFuture.failedFuture(failure));
                })
                .thenApply(sent -> name())
                .whenComplete((done, failure) -> batch.close());
    }

    /**
     * Asks the hub for shares: by one exchange if the hub knows how, and they fit into one message.
     *
     * @param keyIds the keys, each once
     * @param master the encryptor that the keys were made for
     * @return what came of it, of each key; fails with a {@link HubException} if that is not known in time
     */
    public CompletableFuture<FetchedShares> fetch(List<KeyId> keyIds, SaeId master, SaeId slave, Duration limit) {
        return anywhere(
                limit,
                (instance, time) -> instance.fetcher()
                        .fetch(keyIds, master, slave, time)
                        .thenCompose(PeerHub::failedIfOfOneMachine));
    }

    /**
     * Asks the hub for shares of keys that nobody waits for: of all of them or none, in one exchange if the hub knows how, else not at all.
     *
     * @param keyIds the keys, each once
     * @param master the encryptor that the keys were made for
     * @param shareSize about how many bytes each share has
     * @return the shares of all keys; fails with a {@link HubException} if the hub does not give all
     */
    public CompletableFuture<FetchedShares> fetchBeside(
            List<KeyId> keyIds, SaeId master, SaeId slave, int shareSize, Duration limit) {
        return anywhere(
                limit, (instance, time) -> instance.fetcher().fetchBeside(keyIds, master, slave, shareSize, time));
    }

    /**
     * Has what the hub is asked for meanwhile go in one exchange; in one with each of its machines that are asked, if it has several.
     *
     * @param asking asks, and waits for nothing
     */
    public <T> T together(Supplier<T> asking) {
        Supplier<T> all = asking;
        for (HubInstance instance : instances) {
            Supplier<T> others = all;
            all = () -> instance.fetcher().together(others);
        }
        return all.get();
    }

    /**
     * Asks the hub which client an encryptor is registered with. The future has the client, or nothing if the hub says that nobody
     * has registered it; fails with a {@link HubException}, which is a refusal if the hub cannot say.
     */
    public CompletableFuture<Optional<RegisteredClient>> find(SaeId encryptor, Duration limit) {
        return anywhere(limit, (instance, time) -> instance.lookup().find(encryptor, time));
    }

    /** What no key came of, and perhaps because of the machine that was asked. */
    private static CompletableFuture<FetchedShares> failedIfOfOneMachine(FetchedShares fetched) {
        Optional<HubException> failure = fetched.failures().values().stream()
                .filter(why -> OF_ONE_MACHINE.contains(why.kind()))
                .findFirst();
        return failure.isPresent() && fetched.shares().isEmpty()
                ? CompletableFuture.failedFuture(failure.get())
                : CompletableFuture.completedFuture(fetched);
    }

    /** Asks one machine after the other until one answers, beginning with another one each time, and with those that are up. */
    private <T> CompletableFuture<T> anywhere(
            Duration limit, BiFunction<HubInstance, Duration, CompletableFuture<T>> call) {
        int first = Math.floorMod(exchanges.getAndIncrement(), instances.size());
        List<HubInstance> inTurn = IntStream.range(0, instances.size())
                .mapToObj(i -> instances.get((first + i) % instances.size()))
                .sorted(Comparator.comparing(each -> !each.registration().isUp()))
                .toList();
        return inTurn(inTurn, Deadline.in(limit), call);
    }

    private static <T> CompletableFuture<T> inTurn(
            List<HubInstance> left, Deadline deadline, BiFunction<HubInstance, Duration, CompletableFuture<T>> call) {
        CompletableFuture<T> answer = call.apply(left.getFirst(), deadline.left());
        if (left.size() == 1) {
            return answer;
        }
        return answer.exceptionallyCompose(failure -> {
            HubException why = HubException.explain(failure);
            return OF_ONE_MACHINE.contains(why.kind()) && !deadline.isOver()
                    ? inTurn(left.subList(1, left.size()), deadline, call)
                    : CompletableFuture.failedFuture(why);
        });
    }

    /** The pools that are shared with it, of each machine the client's and the hub's. */
    List<Pool> pools() {
        return instances.stream().flatMap(each -> each.pools().stream()).toList();
    }

    void start() {
        instances.forEach(HubInstance::start);
    }

    /** Makes sure that each machine of the hub is there, if it answered nothing since the last time. */
    void check() {
        instances.forEach(HubInstance::check);
    }

    /** The pools are filled no more; unregisters, if this client keeps no state. Done when the hub has answered, or has had its time. */
    CompletableFuture<Void> stop() {
        return CompletableFuture.allOf(instances.stream().map(HubInstance::stop).toArray(CompletableFuture[]::new));
    }

    /** Turns down what waits for its turn, and wipes the pools. */
    @Override
    public void close() {
        instances.forEach(HubInstance::close);
    }
}
