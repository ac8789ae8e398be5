package org.dske.hub.signature;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.dske.config.HttpSettings;
import org.dske.hub.client.PeerClient;
import org.dske.time.Deadline;
import org.dske.time.Ticker;

/**
 * How much a hub reads and hashes of large bodies that then do not verify, for each client whose bytes they name: about
 * one of the largest, and then another every {@value #SECONDS} seconds. Whoever has heard the names of a client's
 * bytes can so not buy much of a hub's processor by sending a lot. What verifies does not count, and small bodies are always read.
 *
 * <p>Nor can he keep the client's own large bodies out: on a connection on which a message of the client's has verified, they are read
 * whatever came over others.
 *
 * <p>Safe for concurrent use.
 */
public final class LargeBodies {
    /** Small is a body of no more than this part of the largest. */
    private static final int SMALL_PART = 32;

    private static final int SECONDS = 8;

    /** Of how many of a client's connections it is remembered that they are the client's. */
    private static final int CONNECTIONS = 64;

    private final int maxBody;
    private final Ticker ticker;

    /** Of clients that are gone nothing is kept. */
    private final Map<PeerClient, Account> accounts = new WeakHashMap<>();

    /** What was read in a client's name for nothing. Time makes up for it. */
    private final class Account {
        /** When all of it is made up. */
        private Deadline even = ticker.deadline(Duration.ZERO);

        /** Where messages of the client's have verified, the oldest first. */
        private final Set<String> proven = new LinkedHashSet<>();

        private boolean isSpent() {
            return even.left().compareTo(Duration.ofSeconds(SECONDS)) >= 0;
        }

        private void spend(int bytes) {
            even = ticker.deadline(even.left()
                    .plus(Duration.ofSeconds(SECONDS).multipliedBy(bytes).dividedBy(maxBody)));
        }
    }

    public LargeBodies(HttpSettings http, Ticker ticker) {
        this.maxBody = http.maxBody();
        this.ticker = ticker;
    }

    /**
     * {@return how many bytes of a body are read in the name of a client whose bytes a request names: those of the largest
     * body, or of a small one}
     */
    synchronized int limit(PeerClient client, String connection) {
        Account account = accountOf(client);
        return account.isSpent() && !account.proven.contains(connection) ? maxBody / SMALL_PART : maxBody;
    }

    /** Takes note of a message on a connection that verified. */
    synchronized void verified(PeerClient client, String connection) {
        Set<String> proven = accountOf(client).proven;
        proven.remove(connection);
        proven.add(connection);
        if (proven.size() > CONNECTIONS) {
            proven.remove(proven.iterator().next());
        }
    }

    /** Takes note of a body on a connection that did not verify, and of its size in bytes. */
    synchronized void failed(PeerClient client, String connection, int size) {
        Account account = accountOf(client);
        account.proven.remove(connection);
        if (size > maxBody / SMALL_PART) {
            account.spend(size);
        }
    }

    private Account accountOf(PeerClient client) {
        return accounts.computeIfAbsent(client, absent -> new Account());
    }
}
