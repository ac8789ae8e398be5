package org.dske.client.encryptor;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.dske.client.hub.PeerHub;
import org.dske.client.hub.RelaySettings;
import org.dske.client.hub.TooFewHubsException;
import org.dske.client.keyshare.RegisteredClient;
import org.dske.client.transport.HubException;
import org.dske.error.InvalidException;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.time.Delay;

/** One look-up of an encryptor, asked of all hubs at once, which ends as soon as its outcome is certain. */
final class DirectoryLookup {
    private final SaeId encryptor;
    private final List<PeerHub> hubs;
    private final RelaySettings settings;
    private final CompletableFuture<Optional<RegisteredClient>> outcome = new CompletableFuture<>();

    /** Guarded by this. */
    private final MajorityVote vote;

    /**
     * A look-up that nobody was asked for.
     *
     * @param needed k, how many must agree
     */
    DirectoryLookup(SaeId encryptor, List<PeerHub> hubs, int needed, RelaySettings settings) {
        this.encryptor = encryptor;
        this.hubs = List.copyOf(hubs);
        this.settings = settings;
        this.vote = new MajorityVote(hubs.stream().map(PeerHub::name).toList(), needed);
    }

    /**
     * Asks the hubs. The future has the encryptor's client, or nothing if the hubs cannot say; fails with an {@link InvalidException} if they
     * say that nobody has registered it, and with a {@link TooFewHubsException} if too few answer.
     */
    CompletableFuture<Optional<RegisteredClient>> ask() {
        for (PeerHub hub : hubs) {
            CompletableFuture<Void> unused = hub.find(encryptor, settings.timeout())
                    .handle((client, failure) -> failure == null
                            ? answered(hub.name(), client)
                            : failed(hub.name(), HubException.explain(failure)))
                    // Without the lock: what depends on the outcome runs at once.
                    .thenAccept(Runnable::run);
        }
        return outcome;
    }

    private synchronized Runnable answered(NodeName hub, Optional<RegisteredClient> client) {
        vote.answered(hub, client);
        return end();
    }

    private synchronized Runnable failed(NodeName hub, HubException why) {
        vote.failed(hub, why);
        return end();
    }

    /** Ends the look-up, if it can end. */
    private Runnable end() {
        return switch (vote.outcome()) {
            case OPEN -> () -> {};
            case FOUND -> {
                RegisteredClient winner = vote.winner();
                yield () -> outcome.complete(Optional.of(winner));
            }
            case NOBODY ->
                () -> outcome.completeExceptionally(
                        new InvalidException("SAE " + encryptor + " is not registered with any KME"));
            case UNKNOWN -> () -> outcome.complete(Optional.empty());
            case TOO_FEW -> vote.isOver() ? this::fail : this::failSoon;
        };
    }

    /** The others may tell more of why, but are not waited for for long. */
    private void failSoon() {
        CompletableFuture<Void> unused = Delay.of(settings.stragglerLimit()).thenRun(this::fail);
    }

    private void fail() {
        outcome.completeExceptionally(tooFew());
    }

    private synchronized TooFewHubsException tooFew() {
        return vote.tooFew();
    }
}
