package org.dske.client.psrd;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.dske.auditlog.AuditEntry;
import org.dske.auditlog.AuditEvent;
import org.dske.auditlog.AuditLog;
import org.dske.client.transport.HubException;
import org.dske.key.NodeName;
import org.dske.ledger.Incarnation;
import org.dske.ledger.PeerIncarnations;
import org.dske.limit.LogLimit;
import org.dske.protocol.IncarnationMessage;
import org.dske.protocol.RegistrationResponse;
import org.dske.psrd.OwnPool;
import org.dske.psrd.Pool;
import org.dske.signature.ClassicSuite;
import org.dske.signature.SignatureSuite;
import org.dske.signature.Suites;
import org.dske.time.Deadline;
import org.dske.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * A client's registration with a hub: whether it is registered as far as it knows, whether it has to register anew, and how it does so.
 * Guarded by the lock of the loop, but for {@link #register}. Source: protocol, section 1.
 */
final class Registration {
    private static final Logger LOG = Logger.getLogger(Registration.class.getName());
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    /** The hub can cause them, and whoever speaks in its name. */
    private final LogLimit lines = new LogLimit(LOG, Ticker.SYSTEM, 10);

    private final NodeName hub;
    private final RegistrationClient client;
    private final PeerIncarnations incarnations;
    private final Suites suites;
    private final RetryLoop loop;
    private final AuditLog audit;
    private RegistrationStatus status = new RegistrationStatus(null, null, true);
    /** Whether the two may hold different blocks. */
    private boolean inDoubt = true;
    /** Whether the hub answered anything since the last check. */
    private boolean heard;

    private boolean checkDue;
    private long count;
    /** When the hub was found without memory; null if it never was. */
    private @Nullable Deadline memoryLost;

    /** A client that has not registered. */
    Registration(
            NodeName hub,
            RegistrationClient client,
            PeerIncarnations incarnations,
            Suites suites,
            RetryLoop loop,
            AuditLog audit) {
        this.hub = hub;
        this.incarnations = incarnations;
        this.client = client;
        this.suites = suites;
        this.loop = loop;
        this.audit = audit;
    }

    RegistrationStatus status() {
        return status;
    }

    /** Whether the client is registered, and its blocks are those of the hub. */
    boolean isSettled() {
        return status.registered() && !inDoubt;
    }

    boolean isInDoubt() {
        return inDoubt;
    }

    /** Whether the next thing to do is to register. */
    boolean isDue() {
        return inDoubt || checkDue;
    }

    /** How often the client has registered. */
    long count() {
        return count;
    }

    /** Whether the hub held none of the client's blocks, though there were some, less than this time ago. */
    boolean hasLostItsMemory(Duration within) {
        return memoryLost != null && memoryLost.overdue().compareTo(within) < 0;
    }

    /** The two may hold different blocks. */
    void doubt() {
        inDoubt = true;
    }

    /** The hub did not do what was asked of it, and so the two may hold different blocks. */
    void failed(HubException failure) {
        String why = failure.getMessage();
        boolean enrolled = failure.kind() != HubException.Kind.UNENROLLED;
        if (!why.equals(status.reason())) {
            lines.warn(() -> enrolled
                    ? "hub " + hub + " cannot be reached: " + why + "; trying again"
                    : "hub " + hub + ": " + why);
        }
        status = new RegistrationStatus(status.suite(), why, enrolled);
        inDoubt = true;
    }

    /** The hub has done all that was asked of it. */
    void recovered() {
        status = new RegistrationStatus(status.suite(), null, true);
    }

    /** The hub has answered an exchange. */
    void heard() {
        heard = true;
    }

    /** Whether the hub answered nothing since this was asked last; then a registration is due. */
    boolean wasSilent() {
        checkDue = !heard;
        heard = false;
        return checkDue;
    }

    /**
     * Registers, naming the blocks that the pools hold. Without the lock.
     *
     * <p>Until it is known how that ended, nothing of the client's own pool is used: the hub may have been restored from a backup and
     * not know which of its bytes it has used; who has registered with it would have it use them again.
     */
    CompletableFuture<Void> register(Collection<Pool> pools) {
        own(pools).forEach(OwnPool::pause);
        AtomicBoolean hadBlocks = new AtomicBoolean();
        Supplier<RegistrationClient.Holding> holding = () -> {
            // With the lock: of a package that is just coming either all blocks are known, or none.
            RegistrationClient.Holding now = loop.look(() -> RegistrationClient.Holding.of(pools));
            hadBlocks.set(!now.blocks().isEmpty());
            return now;
        };
        return client.register(pools, holding, incarnations.own())
                .thenCompose(answer -> registered(pools, hadBlocks.get(), answer))
                .thenRun(() -> own(pools).forEach(OwnPool::resume))
                .exceptionallyCompose(failure -> failed(pools, failure));
    }

    private static Stream<OwnPool> own(Collection<Pool> pools) {
        return pools.stream().filter(OwnPool.class::isInstance).map(OwnPool.class::cast);
    }

    private CompletableFuture<Void> failed(Collection<Pool> pools, Throwable failure) {
        HubException why = HubException.explain(failure);
        if (why.kind() == HubException.Kind.NOT_SENT) {
            own(pools).forEach(OwnPool::resume);
        }
        CompletableFuture<Void> done = DONE;
        if (why.details().saysStale()) {
            lines.warn(() -> "hub " + hub + " says that this client's store was restored from a backup, or cloned:"
                    + " the PSRD of the two is thrown away");
            done = retain(pools, List.of()).thenCompose(dropped -> incarnations.beginAnew());
        }
        return done.thenCompose(mended -> CompletableFuture.failedFuture(why));
    }

    /** Drops all blocks but these, durably. */
    private static CompletableFuture<Void> retain(Collection<Pool> pools, Collection<UUID> kept) {
        return all(pools, pool -> pool.retain(kept));
    }

    private static CompletableFuture<Void> all(Collection<Pool> pools, Function<Pool, CompletableFuture<Void>> step) {
        return CompletableFuture.allOf(pools.stream().map(step).toArray(CompletableFuture<?>[]::new));
    }

    /** Drops the blocks that the hub does not hold, and goes on at the higher marks. */
    private CompletableFuture<Void> registered(Collection<Pool> pools, boolean hadBlocks, RegistrationResponse answer) {
        if (!answer.hubName().equals(hub.name())) {
            throw HubException.of(HubException.Kind.NO_ANSWER, "the hub at this URL calls itself " + answer.hubName());
        }
        // A hub that does not say which blocks it knows may know none.
        List<UUID> kept = answer.knownBlocks() == null ? List.of() : answer.knownBlocks();
        boolean memoryWasLost = answer.knownBlocks() != null && kept.isEmpty() && hadBlocks;
        return remember(pools, answer)
                .thenCompose(remembered -> retain(pools, kept))
                .thenCompose(retained -> all(pools, pool -> settle(pool, answer)))
                .thenRun(() -> settled(answer.suite(), memoryWasLost));
    }

    /**
     * A hub whose store was restored does not know which of its bytes it has used: it uses none when it hears that they are gone. They
     * are thrown away before its life is remembered: after a crash in between nobody would know any more that it was restored.
     */
    private CompletableFuture<Void> remember(Collection<Pool> pools, RegistrationResponse answer) {
        Optional<Incarnation> life = Optional.ofNullable(answer.incarnation()).map(IncarnationMessage::toIncarnation);
        boolean stale = life.filter(incarnations::isStale).isPresent();
        CompletableFuture<Void> thrownAway = stale ? retain(pools, List.of()) : DONE;
        return thrownAway
                .thenCompose(done -> life.map(incarnations::remember).orElseGet(incarnations::save))
                .thenCompose(remembered -> stale
                        ? CompletableFuture.failedFuture(HubException.of(
                                HubException.Kind.NO_ANSWER,
                                "its store was restored from a backup, or cloned: the PSRD of the two is thrown away"))
                        : DONE);
    }

    /** A hub that says nothing of marks settles nothing: then what may have been used is not used at all. */
    private static CompletableFuture<Void> settle(Pool pool, RegistrationResponse answer) {
        boolean unknown = answer.marks() == null && pool instanceof OwnPool && !pool.isSettled();
        CompletableFuture<Void> dropped = unknown ? pool.retain(List.of()) : DONE;
        return dropped.thenCompose(done -> pool.settle(answer.marksByBlock()));
    }

    private void settled(@Nullable String picked, boolean memoryWasLost) {
        SignatureSuite suite =
                suites.find(picked == null ? ClassicSuite.NAME : picked).orElse(null);
        loop.locked(() -> settled(suite, memoryWasLost));
        if (suite == null) {
            throw HubException.of(
                    HubException.Kind.NO_ANSWER,
                    "it speaks none of the suites that are accepted here: " + String.join(", ", suites.words()));
        }
    }

    /** The suite is null if the hub picked one that this client did not offer: then it is not registered, and was not before. */
    private void settled(@Nullable SignatureSuite suite, boolean memoryWasLost) {
        if (suite != null) {
            logSuite(suite);
        }
        if (memoryWasLost) {
            memoryLost = Deadline.in(Duration.ZERO);
        }
        // Whether the hub does the rest, too, is to be seen: so the reason of the last failure stays.
        status = new RegistrationStatus(suite, status.reason(), true);
        count++;
        inDoubt = false;
        checkDue = false;
    }

    private void logSuite(SignatureSuite suite) {
        boolean changes = !suite.equals(status.suite());
        if (changes || !status.isUp()) {
            audit.note(AuditEntry.of(AuditEvent.HUB_REGISTERED).with("hub", hub).with("suite", suite.wireName()));
        }
        if (status.isIts() && changes) {
            lines.warn(
                    () -> "hub " + hub + " speaks the suite " + suite.wireName() + " from now on, and no longer its");
        } else if (changes || !status.isUp()) {
            lines.log(Level.INFO, () -> "registered with hub " + hub + ", with the suite " + suite.wireName(), null);
        }
    }
}
