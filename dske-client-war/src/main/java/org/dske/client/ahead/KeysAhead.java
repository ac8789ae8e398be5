package org.dske.client.ahead;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dske.auditlog.AuditEntry;
import org.dske.auditlog.AuditEvent;
import org.dske.auditlog.AuditLog;
import org.dske.client.establishment.KeyEstablisher;
import org.dske.client.establishment.KeyRequest;
import org.dske.client.establishment.SharingPolicy;
import org.dske.client.hub.PeerHub;
import org.dske.error.DskeException;
import org.dske.key.KeyBatch;
import org.dske.key.SaeId;
import org.dske.key.UserKey;
import org.dske.limit.LogLimit;
import org.dske.random.RandomSource;
import org.dske.sharing.SharingMode;
import org.dske.signature.SigningKey;
import org.dske.time.LatencyHistogram;
import org.dske.time.Ticker;

/**
 * Gives keys to masters: of those that were established ahead of demand, if they will do, else fresh ones. Once a master has asked for keys of
 * the default size for one slave, more of them are established in the background, by the batch, up to as many as are configured and no
 * more than were asked for lately; all that are kept cost no more than their share of each pool. Safe for concurrent use.
 *
 * <p>Whoever gets a key of these could have got a fresh one at that moment: who may have it is checked before, by whoever asks this, and it
 * is for the same slave, and shared in the same mode.
 */
public final class KeysAhead implements AutoCloseable {
    /**
     * How long a key is kept. It is little of the time that hubs keep a share, an hour by default,
     * which begins when the key is established; and as a slave's client that crashes loses what it has fetched of a batch, no key is given to
     * a master for longer than this that its slave cannot have any more.
     */
    static final Duration KEPT = Duration.ofMinutes(2);

    private static final Logger LOG = Logger.getLogger(KeysAhead.class.getName());
    /** Of key in a batch: so its shares go in one exchange with others, whatever the size of the keys. */
    private static final int BYTES_OF_BATCH = 16 << 10;

    private static final int MOST_LINKS = 1_024;
    private static final int THREADS = 2;
    private static final long IDLE_SECONDS = 10;

    private final AheadSettings settings;
    private final KeyEstablisher establisher;
    private final List<PeerHub> hubs;
    private final SharingPolicy sharing;
    private final RandomSource random;
    private final Ticker ticker;
    private final AuditLog audit;
    private final KeptKeys<Link> kept;
    private final ThreadPoolExecutor threads;
    private final LogLimit warnings;
    private final LongAdder established = new LongAdder();
    private final LongAdder given = new LongAdder();
    private final LatencyHistogram times = new LatencyHistogram();
    /** Those that were asked for last come last. */
    private final Map<Link, Demand> demands = new LinkedHashMap<>(16, 0.75f, true);

    /** Whom keys are for, and how they are shared. */
    private record Link(SaeId master, SaeId slave, SharingMode mode) {}

    /**
     * No keys are there yet.
     *
     * @param establisher makes keys
     * @param hubs whose pools keys cost
     * @param sharing tells what they cost
     * @param random where keys come from: when it fails, none are given that were made of it before
     * @param makesThreads makes the threads that establish keys in the background
     */
    public KeysAhead(
            AheadSettings settings,
            KeyEstablisher establisher,
            List<PeerHub> hubs,
            SharingPolicy sharing,
            RandomSource random,
            Ticker ticker,
            AuditLog audit,
            ThreadFactory makesThreads) {
        this.settings = settings;
        this.establisher = establisher;
        this.hubs = List.copyOf(hubs);
        this.sharing = sharing;
        this.random = random;
        this.ticker = ticker;
        this.audit = audit;
        SecureRandom numbers = random.random();
        this.kept = new KeptKeys<>(settings.mostBytes(), settings.keys(), numbers, ticker);
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_LINKS), makesThreads);
        this.threads.allowCoreThreadTimeOut(true);
        this.warnings = new LogLimit(LOG, ticker, 1);
    }

    /**
     * Gives keys, of which the audit log has lines by then.
     *
     * @throws org.dske.client.hub.TooFewHubsException if there are not enough, and fewer than k hubs took their shares of others
     * @throws org.dske.error.RequestException with 503 if they have to be recorded, and cannot be: they are wiped, and nobody gets them
     */
    public List<UserKey> establish(KeyRequest request) {
        long begin = ticker.nanos();
        audit.requireWorking();
        List<UserKey> keys = take(request);
        try {
            audit.require(keys.stream()
                    .map(key -> AuditEntry.of(AuditEvent.KEY_DELIVERED)
                            .with("key_id", key.id())
                            .with("to", request.master())
                            .with("role", "master")
                            .with("peers", request.slaves())
                            .with("bits", key.value().size() * Byte.SIZE))
                    .toList());
            times.add(ticker.since(begin));
            return keys;
        } catch (RuntimeException e) {
            keys.forEach(UserKey::close);
            throw e;
        }
    }

    private List<UserKey> take(KeyRequest request) {
        if (!settings.isOn() || request.slaves().size() > 1 || request.size() != settings.keySize()) {
            return establisher.establish(request);
        }
        if (random.failure().isPresent()) {
            kept.clear();
            return establisher.establish(request);
        }
        Link link = new Link(request.master(), request.slaves().getFirst(), request.sharing());
        List<UserKey> keys = kept.take(link, request.number());
        given.add(keys.size());
        Demand demand = demand(link);
        demand.ask(request.number());
        refill(link, demand);
        return keys.isEmpty() ? establisher.establish(request) : keys;
    }

    private Demand demand(Link link) {
        synchronized (demands) {
            Demand demand = demands.computeIfAbsent(link, absent -> new Demand(settings.keys(), ticker));
            Iterator<Link> leastRecent = demands.keySet().iterator();
            while (demands.size() > MOST_LINKS) {
                leastRecent.next();
                leastRecent.remove();
            }
            return demand;
        }
    }

    private void refill(Link link, Demand demand) {
        if (demand.begin(kept.count(link))) {
            try {
                threads.execute(() -> fill(link, demand));
            } catch (RejectedExecutionException e) {
                // Closed, or more than it can do: whoever asks gets fresh keys.
                demand.failed();
            }
        }
    }

    private void fill(Link link, Demand demand) {
        try {
            int number = batch(link, demand);
            while (number > 0) {
                List<UserKey> keys = establisher.establishAhead(
                        new KeyRequest(link.master(), List.of(link.slave()), number, settings.keySize(), link.mode()));
                established.add(number);
                try {
                    keys.forEach(key -> kept.keep(link, key, KEPT));
                } finally {
                    keys.forEach(UserKey::close);
                }
                number = batch(link, demand);
            }
            demand.succeeded();
        } catch (DskeException e) {
            demand.failed();
            warnings.log(Level.INFO, () -> "no keys ahead of demand: " + e.getMessage(), null);
        } catch (RuntimeException | Error e) {
            demand.failed();
            throw e;
        }
    }

    /** How many keys the next batch has; 0 if there is to be none. */
    private int batch(Link link, Demand demand) {
        int lacking = demand.lacking(kept.count(link));
        int number = Math.min(Math.min(lacking, KeyBatch.MOST), Math.max(1, BYTES_OF_BATCH / settings.keySize()));
        int affordable = number > 0 ? Math.min(number, affordable(link.mode())) : 0;
        return kept.hasRoom(link, affordable, settings.keySize()) ? affordable : 0;
    }

    /** What is kept costs a share of each pool at most, also of the one with the fewest bytes; hubs that are not there cost nothing. */
    private int affordable(SharingMode mode) {
        int shareSize = sharing.shareSize(mode, settings.keySize());
        long cost = (long) kept.count() * sharing.shareSize(SharingMode.ITS, settings.keySize());
        return hubs.stream()
                .filter(PeerHub::isUp)
                .mapToInt(hub -> settings.affordable(cost, hub.bytesLeft(), SigningKey.SIZE, shareSize))
                .min()
                .orElse(0);
    }

    /** How many keys there are for a slave of a master, of the default size. */
    public int count(SaeId master, SaeId slave, SharingMode mode) {
        return kept.count(new Link(master, slave, mode));
    }

    /** How many keys there are ahead of demand. */
    public int count() {
        return kept.count();
    }

    /** How many keys were established ahead of demand since it was made. */
    public long established() {
        return established.sum();
    }

    /** How long each request took that got its keys, kept or fresh. */
    public LatencyHistogram times() {
        return times;
    }

    /** How many of them were given to masters. */
    public long given() {
        return given.sum();
    }

    /** How many of them nobody asked for in their time. */
    public long expired() {
        return kept.expired();
    }

    /** Establishes no more, and wipes what is kept. */
    @Override
    public void close() {
        threads.shutdownNow();
        kept.close();
    }
}
