package org.dske.body;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.dske.config.HttpSettings;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.limit.Caller;

/**
 * What the bodies of requests may take: so many threads wait for bodies at a time, and so much memory is taken by what has
 * arrived of them. When there is no more, whoever has most of it on its way gives way, and of its bodies the one that has been on its way for
 * the longest time is evicted: those who send slowly or never end lose against those who just send, and nobody loses for another's sake. Large bodies that are whole are worked on in turn, together no more than
 * one of the largest at a time, since that takes a multiple of their size; small ones wait for nobody.
 *
 * <p>Safe for concurrent use. No lock is held while a body is read.
 */
public final class BodyBudget {
    /** How many bodies may be on their way, each with a thread that waits for it: a third of those that our launcher gives a node. */
    public static final int AT_A_TIME = 64;

    private static final int PART_OF_MEMORY = 16;

    /** Small is a body of no more than this part of the largest. */
    private static final int SMALL_PART = 32;

    private final long limit;
    private final int workLimit;

    /** Those that are not whole, or wait for their turn, in the order in which they began. */
    private final Set<Reservation> arriving = new LinkedHashSet<>();

    private final Set<Reservation> waiting = new LinkedHashSet<>();
    private final Set<Reservation> working = new LinkedHashSet<>();
    private long arrived;
    private long inWork;

    /** As many bytes as a sixteenth of the memory, and two of the largest bodies in any case. */
    public BodyBudget(HttpSettings http, long memory) {
        this.limit = Math.max(memory / PART_OF_MEMORY, 2L * http.maxBody());
        this.workLimit = http.maxBody();
    }

    /** The largest body that is read, in bytes. */
    int largest() {
        return workLimit;
    }

    /** A reservation for a body of somebody that the calling thread is going to read; it takes nothing yet. */
    Reservation reserve(Caller caller) {
        return new Reservation(caller);
    }

    /** How many bodies there are, on their way or worked on. */
    synchronized int count() {
        return arriving.size() + working.size();
    }

    /** What one body takes. For the thread that reads it, which may be evicted while it waits. */
    final class Reservation implements AutoCloseable {
        private final Caller caller;
        private final Thread reader = Thread.currentThread();
        private long size;
        private boolean evicted;

        private Reservation(Caller caller) {
            this.caller = caller;
        }

        /** Takes more bytes, zero to begin with. */
        void grow(int bytes) {
            synchronized (BodyBudget.this) {
                requireNotEvicted();
                if (!working.contains(this)) {
                    arriving.add(this);
                    size += bytes;
                    arrived += bytes;
                    makeRoom();
                    requireNotEvicted();
                }
            }
        }

        /** The body is whole: waits until it may be worked on, unless it is small. */
        void work() {
            synchronized (BodyBudget.this) {
                requireNotEvicted();
                if (!arriving.contains(this)) {
                    return;
                }
                if (isLarge()) {
                    awaitTurn();
                    inWork += size;
                }
                remove();
                working.add(this);
                BodyBudget.this.notifyAll();
            }
        }

        /** Gives all of it back, whatever has become of the body. */
        @Override
        public void close() {
            synchronized (BodyBudget.this) {
                remove();
                if (working.remove(this) && isLarge()) {
                    inWork -= size;
                }
                // Its thread goes on to serve others.
                clearInterrupt();
                BodyBudget.this.notifyAll();
            }
        }

        private boolean isLarge() {
            return size > workLimit / SMALL_PART;
        }

        private void awaitTurn() {
            waiting.add(this);
            try {
                while (!isItsTurn()) {
                    BodyBudget.this.wait();
                }
            } catch (InterruptedException e) {
                requireNotEvicted();
                Thread.currentThread().interrupt();
                throw new RequestException(ErrorCode.UNAVAILABLE, "interrupted");
            }
            requireNotEvicted();
        }

        private boolean isItsTurn() {
            Iterator<Reservation> first = waiting.iterator();
            // One that was evicted does not wait any more.
            return !waiting.contains(this) || (first.next() == this && (inWork == 0 || inWork + size <= workLimit));
        }

        private void evict() {
            remove();
            evicted = true;
            reader.interrupt();
        }

        private void remove() {
            if (arriving.remove(this)) {
                arrived -= size;
                waiting.remove(this);
            }
        }

        private void requireNotEvicted() {
            clearInterrupt();
            if (evicted) {
                throw tooSlow();
            }
        }

        /** The interrupt that evicted it has done its work. */
        private void clearInterrupt() {
            if (evicted) {
                Thread.interrupted();
            }
        }
    }

    private void makeRoom() {
        while (arriving.size() > AT_A_TIME) {
            oldestOfWhoHasMost(each -> 1).evict();
        }
        while (arrived > limit) {
            oldestOfWhoHasMost(each -> each.size).evict();
        }
    }

    /** They are few. */
    private Reservation oldestOfWhoHasMost(ToLongFunction<Reservation> taken) {
        Map<Caller, Long> callers =
                arriving.stream().collect(Collectors.groupingBy(each -> each.caller, Collectors.summingLong(taken)));
        long most = Collections.max(callers.values());
        return arriving.stream()
                .filter(each -> Objects.equals(callers.get(each.caller), most))
                .findFirst()
                .orElseThrow();
    }

    /** The failure of a request whose body is not there in time. */
    static RequestException tooSlow() {
        return new RequestException(ErrorCode.TOO_SLOW, "the body did not arrive in time");
    }
}
