package org.dske.client.keyshare;

import java.time.Duration;

/**
 * How long exchanges with one hub take, and after how long one takes markedly longer than usual: the retransmission timeout of RFC 6298,
 * sections 2 and 5.5, which TCP has for the same question. Safe for concurrent use.
 */
final class RoundTripTime {
    /** Before anything is known: as long as the first exchange of two nodes that have just started takes about. */
    private static final Duration INITIAL = Duration.ofMillis(200);

    /** Less is no sign of anything: a commit of the hub's, or a pause of either's garbage collector, takes as long. */
    private static final Duration LEAST = Duration.ofMillis(10);

    private static final int PARTS_OF_SMOOTHED = 8;
    private static final int PARTS_OF_VARIATION = 4;
    private static final int VARIATIONS = 4;
    private static final int MOST_DOUBLINGS = 8;

    private Duration smoothed = Duration.ZERO;
    private Duration variation = Duration.ZERO;
    private boolean known;

    /** An exchange has taken so long. */
    synchronized void took(Duration time) {
        if (known) {
            Duration off = time.minus(smoothed).abs();
            variation = variation.plus(off.minus(variation).dividedBy(PARTS_OF_VARIATION));
            smoothed = smoothed.plus(time.minus(smoothed).dividedBy(PARTS_OF_SMOOTHED));
        } else {
            smoothed = time;
            variation = time.dividedBy(2);
            known = true;
        }
    }

    /**
     * After how long an exchange takes longer than usual.
     *
     * @param late how many do so now: each doubles it, since it may be the hub that is slow
     */
    synchronized Duration timeout(int late) {
        Duration margin = variation.multipliedBy(VARIATIONS);
        Duration timeout = known ? smoothed.plus(margin.compareTo(LEAST) > 0 ? margin : LEAST) : INITIAL;
        return timeout.multipliedBy(1L << Math.min(late, MOST_DOUBLINGS));
    }
}
