package org.dske.client.psrd;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.dske.client.transport.ErrorDetails;
import org.dske.client.transport.HubException;
import org.dske.ledger.Incarnation;
import org.dske.ledger.PoolOwner;
import org.dske.protocol.IncarnationMessage;
import org.dske.protocol.RegistrationRequest;
import org.dske.protocol.RegistrationResponse;
import org.dske.psrd.Block;
import org.dske.psrd.Pool;
import org.dske.secret.SecretBytes;
import org.jspecify.annotations.Nullable;

/** A hub's out-of-band side that answers as it is told to, and remembers what it was asked. */
final class FakeOutOfBandClient implements OutOfBandClient {
    final List<String> calls = new ArrayList<>();
    final Set<UUID> held = new HashSet<>();
    final List<Set<UUID>> known = new ArrayList<>();
    String name = "hank";
    boolean registered;
    boolean tellsKnownBlocks = true;
    /** What goes wrong with the next call. */
    Supplier<Failure> failures = () -> Failure.NONE;

    Runnable onCall = () -> {};

    /** The marks of each registration. */
    final List<Map<UUID, Integer>> marks = new ArrayList<>();

    /** How far blocks are used as the hub knows, null if it does not say. */
    @Nullable
    Map<UUID, Integer> hubMarks;

    /** Which life its client's store was in, of each registration. */
    final List<Optional<Incarnation>> incarnations = new ArrayList<>();

    /** Which life the hub's store is in, null if it keeps no state. */
    @Nullable
    Incarnation hubIncarnation;

    record Failure(Runnable first, Runnable last) {
        static final Failure NONE = new Failure(() -> {}, () -> {});

        static Failure before() {
            return new Failure(
                    () -> {
                        throw HubException.of(HubException.Kind.NOT_SENT, "connection refused");
                    },
                    () -> {});
        }

        static Failure after() {
            return new Failure(() -> {}, () -> {
                throw HubException.of(HubException.Kind.NO_ANSWER, "no answer in time");
            });
        }

        static Failure broken() {
            return new Failure(() -> {}, () -> {
                throw new StackOverflowError("nested too deeply");
            });
        }
    }

    @Override
    public CompletableFuture<RegistrationResponse> register(
            Collection<Pool> pools, Supplier<Holding> holding, Optional<Incarnation> incarnation) {
        Holding held = holding.get();
        return call("register", () -> {
            incarnations.add(incarnation);
            registered = true;
            known.add(held.blocks());
            marks.add(held.marks());
            this.held.retainAll(held.blocks());
            return new RegistrationResponse(
                    name,
                    null,
                    tellsKnownBlocks ? List.copyOf(this.held) : null,
                    hubMarks == null ? null : RegistrationRequest.member(hubMarks),
                    IncarnationMessage.of(hubIncarnation));
        });
    }

    @Override
    public CompletableFuture<Block> fetch(PoolOwner owner, int size) {
        return call(owner.wireName() + " " + size, () -> {
            if (!registered) {
                throw HubException.refused(400, ErrorDetails.NONE, "it answered 400: not registered");
            }
            UUID uuid = UUID.randomUUID();
            held.add(uuid);
            return new Block(uuid, SecretBytes.owning(new byte[size]));
        });
    }

    /** What a restart does to a hub. */
    void forget() {
        registered = false;
        held.clear();
    }

    @Override
    public void beginAnew() {}

    @Override
    public CompletableFuture<Void> unregister() {
        return call("unregister", () -> {
            forget();
            return null;
        });
    }

    private <T> CompletableFuture<T> call(String what, Supplier<T> work) {
        calls.add(what);
        onCall.run();
        Failure failure = failures.get();
        try {
            failure.first().run();
            T result = work.get();
            failure.last().run();
            return CompletableFuture.completedFuture(result);
        } catch (HubException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
