package org.dske.client.relay;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.dske.client.hub.PeerHub;
import org.dske.error.DskeException;
import org.dske.error.InvalidException;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.time.Deadline;
import org.dske.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Which client an encryptor is registered with, asked of the hubs: an answer that k hubs give alike is believed, and
 * remembered for a minute, since asking costs PSRD. That nobody has registered an encryptor is not remembered. Those who ask
 * for the same encryptor at the same time share one look-up. This client's own encryptors are known. Safe for concurrent use.
 */
public final class EncryptorDirectory {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final NodeName self;
    private final Set<SaeId> own;
    private final List<PeerHub> hubs;
    private final int needed;
    private final RelaySettings settings;
    private final Ticker ticker;
    private final Map<SaeId, Entry> entries = new ConcurrentHashMap<>();
    private final Map<SaeId, CompletableFuture<Optional<NodeName>>> underWay = new ConcurrentHashMap<>();

    private record Entry(NodeName client, Deadline end) {}

    /**
     * A directory over hubs.
     *
     * @param self this client
     * @param own its encryptors
     * @param hubs the hubs
     * @param needed k, how many must agree
     * @param settings how long the hubs may take
     * @param ticker measures how long answers are remembered
     */
    public EncryptorDirectory(
            NodeName self, Set<SaeId> own, List<PeerHub> hubs, int needed, RelaySettings settings, Ticker ticker) {
        this.self = self;
        this.own = Set.copyOf(own);
        this.hubs = List.copyOf(hubs);
        this.needed = needed;
        this.settings = settings;
        this.ticker = ticker;
    }

    /**
     * Finds an encryptor's client.
     *
     * @param encryptor the encryptor
     * @return its client; null if the hubs cannot say, or too few answer
     * @throws InvalidException if k hubs say that nobody has registered it
     */
    public @Nullable NodeName find(SaeId encryptor) {
        try {
            return await(lookUp(encryptor)).orElse(null);
        } catch (TooFewHubsException e) {
            return null;
        }
    }

    /**
     * Makes sure that keys for some encryptors make sense. They do, too, if the hubs cannot say.
     *
     * @param encryptors the encryptors, which are looked up at the same time
     * @throws InvalidException if k hubs say that nobody has registered one of them
     * @throws TooFewHubsException if too few hubs answer
     */
    void requireRegistered(Collection<SaeId> encryptors) {
        encryptors.stream().map(this::lookUp).toList().forEach(EncryptorDirectory::await);
    }

    private CompletableFuture<Optional<NodeName>> lookUp(SaeId encryptor) {
        Optional<NodeName> known = known(encryptor);
        return known.isPresent() ? CompletableFuture.completedFuture(known) : ask(encryptor);
    }

    private Optional<NodeName> known(SaeId encryptor) {
        if (own.contains(encryptor)) {
            return Optional.of(self);
        }
        return Optional.ofNullable(entries.get(encryptor))
                .filter(entry -> !entry.end().isOver())
                .map(Entry::client);
    }

    private CompletableFuture<Optional<NodeName>> ask(SaeId encryptor) {
        CompletableFuture<Optional<NodeName>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<NodeName>> others = underWay.putIfAbsent(encryptor, mine);
        if (others != null) {
            return others;
        }
        // Somebody else's look-up may have ended between the first look and this one.
        Optional<NodeName> known = known(encryptor);
        CompletableFuture<Optional<NodeName>> outcome = known.isPresent()
                ? CompletableFuture.completedFuture(known)
                : new Lookup(encryptor, hubs, needed, settings).ask();
        CompletableFuture<Void> unused = outcome.handle((client, failure) -> {
            if (failure == null) {
                client.ifPresent(name -> entries.put(encryptor, new Entry(name, ticker.deadline(REMEMBERED))));
                underWay.remove(encryptor);
                mine.complete(client);
            } else {
                underWay.remove(encryptor);
                mine.completeExceptionally(failure);
            }
            return null;
        });
        return mine;
    }

    private static Optional<NodeName> await(CompletableFuture<Optional<NodeName>> lookup) {
        try {
            return lookup.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DskeException ours) {
                throw ours;
            }
            throw e;
        }
    }
}
