package org.dske.bench.load;

import java.time.Duration;

/** Time that passes when it is told to, and when somebody waits. */
final class FakePacer implements Pacer {
    private long nanos = -5;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void awaitUntil(long until) {
        nanos = Math.max(nanos, until);
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }
}
