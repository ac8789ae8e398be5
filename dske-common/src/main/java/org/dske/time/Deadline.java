package org.dske.time;

import java.time.Duration;

/**
 * The end of something: made by {@link Ticker#deadline} when it begins.
 *
 * @param ticker what it is measured with
 * @param end when it is, by the ticker
 */
public record Deadline(Ticker ticker, long end) implements Comparable<Deadline> {
    /**
     * The end of what begins now, by the machine's own ticker: for waits, which no test can shorten.
     *
     * @param time how long it may take
     * @return the end
     */
    public static Deadline in(Duration time) {
        return Ticker.SYSTEM.deadline(time);
    }

    /**
     * Whether the end has come.
     *
     * @return true at the end and ever after
     */
    public boolean isOver() {
        return nanosLeft() == 0;
    }

    /**
     * What is left until the end.
     *
     * @return nanoseconds, 0 if the end has come
     */
    public long nanosLeft() {
        return Math.max(0, end - ticker.nanos());
    }

    /**
     * What is left until the end.
     *
     * @return the time, zero if the end has come
     */
    public Duration left() {
        return Duration.ofNanos(nanosLeft());
    }

    /**
     * How long ago the end came.
     *
     * @return the time, zero if it has not come
     */
    public Duration overdue() {
        return Duration.ofNanos(Math.max(0, ticker.nanos() - end));
    }

    /**
     * Whether this end comes before another by the same ticker.
     *
     * @param other the other
     * @return false if it comes later, or at the same time
     */
    public boolean isBefore(Deadline other) {
        return compareTo(other) < 0;
    }

    /**
     * The one of two ends by the same ticker that comes first.
     *
     * @param other the other
     * @return this or the other
     */
    public Deadline earlier(Deadline other) {
        return other.isBefore(this) ? other : this;
    }

    /** Orders ends by the same ticker, the earliest first. */
    @Override
    public int compareTo(Deadline other) {
        return Long.signum(end - other.end);
    }

    /** What is left. */
    @Override
    public String toString() {
        return "Deadline[" + left() + " left]";
    }
}
