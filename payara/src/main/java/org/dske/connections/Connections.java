package org.dske.connections;

import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dske.limit.Caller;
import org.dske.time.Deadline;
import org.dske.time.Ticker;

/**
 * The connections of one listener, by whom they come from. When somebody has one more than he may, the one of his that has been quiet for the
 * longest gives way; when there are too many in all, one of whoever has most. So neither idle connections nor heads that never end keep
 * anybody else out. How many somebody opens is limited, too, by the second, since a handshake costs what others need: more have to wait. And so is
 * how often he is turned down, which costs a request each time and brings him nothing.
 *
 * <p>Safe for concurrent use.
 *
 * @param <C> what a connection is
 */
final class Connections<C> {
    /** How many there may be in all, in multiples of what one address may have. */
    private static final int ADDRESSES = 4;

    /** Of how many addresses that have no connection it is remembered how many they have opened. */
    private static final int REMEMBERED = 1_000;

    /** What counts for no longer than this somebody may have all at once. */
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    /** Who would have to wait for longer is turned away. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final ConnectionLimits limits;
    private final Duration eachConnection;
    private final Duration eachRefusal;
    private final Ticker ticker;
    private final Map<Caller, Account> accounts = new LinkedHashMap<>();
    private int count;

    /** What somebody has taken. */
    private final class Account {
        /** The one that has been quiet for the longest first. */
        private final Set<C> open = new LinkedHashSet<>();

        /** When time has made up for all that it has opened. */
        private Deadline even = ticker.deadline(Duration.ZERO);

        /** How long it takes until it may have something again. */
        private Duration left() {
            Duration left = even.left().minus(AT_ONCE);
            return left.isNegative() ? Duration.ZERO : left;
        }

        private void spend(Duration time) {
            even = ticker.deadline(even.left().plus(time));
        }

        private Optional<C> giveWay() {
            Optional<C> quietest = open.stream().findFirst();
            quietest.ifPresent(this::remove);
            return quietest;
        }

        private void remove(C connection) {
            if (open.remove(connection)) {
                count--;
            }
        }
    }

    /** @param handshakes whether each connection begins with a handshake */
    Connections(ConnectionLimits limits, boolean handshakes, Ticker ticker) {
        this.limits = limits;
        this.eachConnection = handshakes ? limits.eachHandshake() : limits.eachInClear();
        this.eachRefusal = limits.eachRefusal();
        this.ticker = ticker;
    }

    /**
     * What is to be done about a connection that has been opened.
     *
     * @param givesWay the connection that is to be closed for it, perhaps itself
     * @param pause how long it has to wait until something is read of it
     */
    record Opening<C>(Optional<C> givesWay, Duration pause) {}

    /** Takes note of a connection that has been opened. */
    synchronized Opening<C> opened(C connection, Caller from) {
        Account account = accountOf(from);
        Duration pause = account.left();
        return pause.compareTo(LONGEST) > 0
                ? new Opening<>(Optional.of(connection), pause)
                : new Opening<>(add(connection, account), pause);
    }

    private Optional<C> add(C connection, Account account) {
        account.spend(eachConnection);
        account.open.add(connection);
        count++;
        if (account.open.size() > limits.perAddress()) {
            return account.giveWay();
        }
        return count > limits.perAddress() * ADDRESSES
                ? accounts.values().stream()
                        .max(Comparator.comparingInt(each -> each.open.size()))
                        .flatMap(Account::giveWay)
                : Optional.empty();
    }

    /** Takes note that a request has come over a connection: it is the last to be closed now. */
    synchronized void used(C connection, Caller from) {
        Account account = accounts.get(from);
        if (account != null && account.open.remove(connection)) {
            account.open.add(connection);
        }
    }

    /**
     * Takes note that a request was turned down.
     *
     * @return whether its connection is to be closed: there were too many
     */
    synchronized boolean refused(Caller from) {
        Account account = accountOf(from);
        account.spend(eachRefusal);
        return !account.left().isZero();
    }

    /** Takes note that a connection has ended. */
    synchronized void closed(C connection, Caller from) {
        Account account = accounts.get(from);
        if (account != null) {
            account.remove(connection);
        }
    }

    private Account accountOf(Caller from) {
        Account account = accounts.computeIfAbsent(from, first -> new Account());
        if (accounts.size() > REMEMBERED) {
            forget(account);
        }
        return account;
    }

    /** The one that has come first, of those without a connection. There are no more with one than there are connections. */
    private void forget(Account butThis) {
        Iterator<Account> all = accounts.values().iterator();
        while (all.hasNext()) {
            Account each = all.next();
            if (each.open.isEmpty() && each != butThis) {
                all.remove();
                return;
            }
        }
    }

    /** {@return how many are open} */
    synchronized int count() {
        return count;
    }

    /** {@return how many addresses it knows of} */
    synchronized int addresses() {
        return accounts.size();
    }
}
