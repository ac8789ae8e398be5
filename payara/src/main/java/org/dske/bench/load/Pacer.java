package org.dske.bench.load;

import java.util.concurrent.locks.LockSupport;
import org.dske.launcher.LauncherException;
import org.dske.time.Ticker;

/** A ticker that can be waited on: what a load keeps its schedule by. */
interface Pacer extends Ticker {
    /** The one of this machine. */
    Pacer SYSTEM = new Pacer() {
        @Override
        public long nanos() {
            return Ticker.SYSTEM.nanos();
        }

        @Override
        public void awaitUntil(long nanos) {
            long left = nanos - nanos();
            while (left > 0) {
                LockSupport.parkNanos(left);
                if (Thread.currentThread().isInterrupted()) {
                    throw LauncherException.interrupted();
                }
                left = nanos - nanos();
            }
        }
    };

    /** Returns when {@link #nanos} has come to a value, at once if it has passed that. */
    void awaitUntil(long nanos);
}
