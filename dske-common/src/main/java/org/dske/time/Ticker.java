package org.dske.time;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A monotonic clock: it tells how much time has passed, and not what time it is. Whatever is to end after some time is measured
 * with it, because the clock of the day can be set, forward and back, while a node runs.
 */
@FunctionalInterface
public interface Ticker {
    /** The one of this machine. */
    Ticker SYSTEM = System::nanoTime;

    /** {@return nanoseconds since some origin, of which only differences mean something; they may be negative, and may overflow} */
    long nanos();

    /** {@return the end of what begins now and may take up to 292 years} */
    default Deadline deadline(Duration time) {
        return new Deadline(this, nanos() + TimeUnit.NANOSECONDS.convert(time));
    }

    /**
     * How much time has passed.
     *
     * @param begin what {@link #nanos} was when it began
     * @return the time since then
     */
    default Duration since(long begin) {
        return Duration.ofNanos(nanos() - begin);
    }
}
