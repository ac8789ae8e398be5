package org.dske.client.encryptor;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import org.dske.client.hub.PeerHub;
import org.dske.client.hub.RelaySettings;
import org.dske.client.hub.TooFewHubsException;
import org.dske.client.keyshare.RegisteredClient;
import org.dske.error.DskeException;
import org.dske.error.InvalidException;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.limit.LogLimit;
import org.dske.time.Deadline;
import org.dske.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Which client an encryptor is registered with, and whether that one speaks {@code classic} only, asked of the hubs: an answer that k hubs give alike is believed, and
 * remembered for a minute, since asking costs PSRD. Towards the end of the minute it is asked for anew in the background, once, by whoever
 * needs it, so that nobody waits for the answer as long as one is needed. That nobody has registered an encryptor is not remembered. Those
 * who ask for the same encryptor at the same time share one look-up. This client's own encryptors are known. Safe for concurrent use.
 */
public final class EncryptorDirectory {
    private static final Logger LOG = Logger.getLogger(EncryptorDirectory.class.getName());

    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final Duration GOOD = Duration.ofSeconds(45);

    private final NodeName self;
    private final Set<SaeId> own;
    private final List<PeerHub> hubs;
    private final int needed;
    private final RelaySettings settings;
    private final Ticker ticker;
    private final LogLimit warnings;
    private final Map<SaeId, Entry> entries = new ConcurrentHashMap<>();
    private final Map<SaeId, CompletableFuture<Optional<RegisteredClient>>> underWay = new ConcurrentHashMap<>();

    /**
     * An answer.
     *
     * @param renewal when to ask anew
     */
    private record Entry(RegisteredClient client, Deadline renewal, Deadline end) {}

    /**
     * A directory over hubs.
     *
     * @param needed k, how many must agree
     */
    public EncryptorDirectory(
            NodeName self, Set<SaeId> own, List<PeerHub> hubs, int needed, RelaySettings settings, Ticker ticker) {
        this.self = self;
        this.own = Set.copyOf(own);
        this.hubs = List.copyOf(hubs);
        this.needed = needed;
        this.settings = settings;
        this.ticker = ticker;
        this.warnings = new LogLimit(LOG, ticker, 10);
    }

    /**
     * Finds an encryptor's client.
     *
     * @return its client; null if the hubs cannot say, or too few answer
     * @throws InvalidException if k hubs say that nobody has registered it
     */
    public @Nullable RegisteredClient find(SaeId encryptor) {
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
     * @return the clients of those of which the hubs can say it
     * @throws InvalidException if k hubs say that nobody has registered one of them
     * @throws TooFewHubsException if too few hubs answer
     */
    public Map<SaeId, RegisteredClient> requireRegistered(Collection<SaeId> encryptors) {
        Map<SaeId, CompletableFuture<Optional<RegisteredClient>>> lookups = new LinkedHashMap<>();
        encryptors.forEach(encryptor -> lookups.put(encryptor, lookUp(encryptor)));
        Map<SaeId, RegisteredClient> clients = new LinkedHashMap<>();
        lookups.forEach((encryptor, lookup) -> await(lookup).ifPresent(client -> clients.put(encryptor, client)));
        return clients;
    }

    private void remember(SaeId encryptor, RegisteredClient client) {
        entries.put(encryptor, new Entry(client, ticker.deadline(GOOD), ticker.deadline(REMEMBERED)));
        if (client.classicOnly()) {
            warnings.warn(() -> "encryptor " + encryptor + " is registered with client " + client.name()
                    + ", which speaks the suite classic only, as the hubs say: it can join no key that is"
                    + " shared in the mode its");
        }
    }

    private CompletableFuture<Optional<RegisteredClient>> lookUp(SaeId encryptor) {
        if (own.contains(encryptor)) {
            return CompletableFuture.completedFuture(Optional.of(new RegisteredClient(self, false)));
        }
        Optional<Entry> known = known(encryptor);
        if (known.isEmpty()) {
            return ask(encryptor, null);
        }
        known.filter(entry -> entry.renewal().isOver()).ifPresent(entry -> renew(encryptor, entry));
        return CompletableFuture.completedFuture(known.map(Entry::client));
    }

    /** Asks in the background, once for each answer: if nothing comes of that, whoever comes behind the answer's end asks again. */
    private void renew(SaeId encryptor, Entry entry) {
        Entry last = new Entry(entry.client(), entry.end(), entry.end());
        if (entries.replace(encryptor, entry, last)) {
            var unused = ask(encryptor, last);
        }
    }

    private Optional<Entry> known(SaeId encryptor) {
        return Optional.ofNullable(entries.get(encryptor))
                .filter(entry -> !entry.end().isOver());
    }

    /** Asks the hubs for another answer than one that there is. */
    private CompletableFuture<Optional<RegisteredClient>> ask(SaeId encryptor, @Nullable Entry old) {
        CompletableFuture<Optional<RegisteredClient>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<RegisteredClient>> others = underWay.putIfAbsent(encryptor, mine);
        if (others != null) {
            return others;
        }
        // Somebody else's look-up may have ended between the first look and this one.
        Optional<RegisteredClient> known =
                known(encryptor).filter(entry -> !entry.equals(old)).map(Entry::client);
        CompletableFuture<Optional<RegisteredClient>> outcome = known.isPresent()
                ? CompletableFuture.completedFuture(known)
                : new DirectoryLookup(encryptor, hubs, needed, settings).ask();
        CompletableFuture<Void> unused = outcome.handle((client, failure) -> {
            if (failure == null) {
                client.ifPresent(found -> remember(encryptor, found));
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

    private static Optional<RegisteredClient> await(CompletableFuture<Optional<RegisteredClient>> lookup) {
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
