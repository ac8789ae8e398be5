package org.dske.client.ahead;

import java.time.Duration;
import org.dske.time.Deadline;
import org.dske.time.Ticker;

/**
 * How many keys a link was asked for lately, and whether more are on their way: so many are established ahead as will be asked for before
 * they are over, if it goes on like this. Safe for concurrent use.
 */
final class Demand {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Ticker ticker;
    private final int most;
    /** Each minute halves it: at a constant rate it is what is asked for in two minutes. */
    private int lately;

    private long begin;
    private boolean filling;
    private Duration pause = FIRST_PAUSE;
    private Deadline endOfPause;

    /**
     * Nobody has asked.
     *
     * @param most how many keys are established ahead at most
     */
    Demand(int most, Ticker ticker) {
        this.most = most;
        this.ticker = ticker;
        this.begin = ticker.nanos();
        this.endOfPause = ticker.deadline(Duration.ZERO);
    }

    /** Somebody asks for keys. */
    synchronized void ask(int number) {
        long minutes = ticker.since(begin).toMinutes();
        begin += minutes * MINUTE.toNanos();
        lately = (int) Math.min(most, (lately >> Math.min(minutes, Integer.SIZE - 1)) + (long) number);
    }

    /**
     * How many keys are to be established now.
     *
     * @param kept how many there are
     * @return none unless at least half is lacking, so that batches are large
     */
    synchronized int lacking(int kept) {
        return 2 * kept <= lately ? lately - kept : 0;
    }

    /** Begins to establish keys, unless somebody does so already, or it failed a short time ago. */
    synchronized boolean begin(int kept) {
        boolean begins = !filling && endOfPause.isOver() && lacking(kept) > 0;
        filling |= begins;
        return begins;
    }

    /** It went well. */
    synchronized void succeeded() {
        filling = false;
        pause = FIRST_PAUSE;
    }

    /** It did not: the next time is after a pause, which doubles. */
    synchronized void failed() {
        filling = false;
        endOfPause = ticker.deadline(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }
}
