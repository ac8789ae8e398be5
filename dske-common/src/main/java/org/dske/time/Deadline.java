package org.dske.time;

import java.time.Duration;

/**
 * The end of something: made by {@link Ticker#deadline} when it begins.
 *
 * @param ticker what it is measured with
 * @param end when it is, by the ticker
 */
public record Deadline(Ticker ticker, long end) implements Comparable<Deadline> {
    /** {@return the end of what begins now, by the machine's own ticker: for waits, which no test can shorten} */
    public static Deadline in(Duration time) {
        return Ticker.SYSTEM.deadline(time);
    }

    /** {@return whether the end has come: true then and ever after} */
    public boolean isOver() {
        return nanosLeft() == 0;
    }

    /** {@return what is left until the end in nanoseconds, 0 if it has come} */
    public long nanosLeft() {
        return Math.max(0, end - ticker.nanos());
    }

    /** {@return what is left until the end, zero if it has come} */
    public Duration left() {
        return Duration.ofNanos(nanosLeft());
    }

    /** {@return how long ago the end came, zero if it has not come} */
    public Duration overdue() {
        return Duration.ofNanos(Math.max(0, ticker.nanos() - end));
    }

    /** {@return whether this end comes before another by the same ticker} */
    public boolean isBefore(Deadline other) {
        return compareTo(other) < 0;
    }

    /** {@return the one of two ends by the same ticker that comes first} */
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
