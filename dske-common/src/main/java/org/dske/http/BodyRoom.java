package org.dske.http;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.dske.config.HttpSettings;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;

/**
 * The room for the bodies of requests: so many threads wait for bodies at a time, and so much memory is taken by what has
 * arrived of them. When there is no more, the body that has been on its way for the longest time gives way: those who send
 * slowly or never end lose against those who just send. Large bodies that are whole are worked on in turn, together no more than
 * one of the largest at a time, since that takes a multiple of their size; small ones wait for nobody.
 *
 * <p>Safe for concurrent use. No lock is held while a body is read.
 */
public final class BodyRoom {
    /** How many bodies may be on their way, each with a thread that waits for it: half of those that our launcher gives a node. */
    public static final int AT_A_TIME = 64;

    private static final int PART_OF_MEMORY = 16;

    /** Small is a body of no more than this part of the largest. */
    private static final int SMALL_PART = 32;

    private final long limit;
    private final long workLimit;

    /** Those that are not whole, or wait for their turn, in the order in which they began. */
    private final Set<ArrivingBody> arriving = new LinkedHashSet<>();

    private final Set<ArrivingBody> waiting = new LinkedHashSet<>();
    private final Set<ArrivingBody> working = new LinkedHashSet<>();
    private long arrived;
    private long inWork;

    /**
     * Room for as many bytes as a sixteenth of the memory, and two of the largest bodies in any case.
     *
     * @param http the largest body
     * @param memory bytes that this Java may use
     */
    public BodyRoom(HttpSettings http, long memory) {
        this.limit = Math.max(memory / PART_OF_MEMORY, 2L * http.maxBody());
        this.workLimit = http.maxBody();
    }

    /** Makes room for more bytes of a body, zero to begin with. */
    synchronized void grow(ArrivingBody body, int bytes) {
        requireRoomFor(body);
        if (working.contains(body)) {
            return;
        }
        arriving.add(body);
        body.grow(bytes);
        arrived += bytes;
        while (arriving.size() > AT_A_TIME || arrived > limit) {
            ArrivingBody oldest = arriving.iterator().next();
            remove(oldest);
            oldest.giveWay();
        }
        requireRoomFor(body);
    }

    /** Waits until a body that is whole may be worked on, unless it is small. */
    synchronized void work(ArrivingBody body) {
        requireRoomFor(body);
        if (!arriving.contains(body)) {
            return;
        }
        if (isLarge(body)) {
            awaitTurn(body);
            inWork += body.size();
        }
        remove(body);
        working.add(body);
        notifyAll();
    }

    /** Forgets a body, whatever has become of it. */
    synchronized void leave(ArrivingBody body) {
        remove(body);
        if (working.remove(body) && isLarge(body)) {
            inWork -= body.size();
        }
        // Its thread goes on to serve others.
        body.calm();
        notifyAll();
    }

    /** How many bodies there are, on their way or worked on. */
    synchronized int count() {
        return arriving.size() + working.size();
    }

    private boolean isLarge(ArrivingBody body) {
        return body.size() > workLimit / SMALL_PART;
    }

    private void awaitTurn(ArrivingBody body) {
        waiting.add(body);
        try {
            while (!isItsTurn(body)) {
                wait();
            }
        } catch (InterruptedException e) {
            requireRoomFor(body);
            Thread.currentThread().interrupt();
            throw new RequestException(ErrorCode.UNAVAILABLE, "interrupted");
        }
        requireRoomFor(body);
    }

    private boolean isItsTurn(ArrivingBody body) {
        Iterator<ArrivingBody> first = waiting.iterator();
        // One that gave way does not wait any more.
        return !waiting.contains(body) || (first.next() == body && (inWork == 0 || inWork + body.size() <= workLimit));
    }

    private void remove(ArrivingBody body) {
        if (arriving.remove(body)) {
            arrived -= body.size();
            waiting.remove(body);
        }
    }

    private static void requireRoomFor(ArrivingBody body) {
        if (body.calm()) {
            throw ArrivingBody.tooSlow();
        }
    }
}
