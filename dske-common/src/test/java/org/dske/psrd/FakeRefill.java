package org.dske.psrd;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A refill that never brings anything by itself, and remembers what it was asked for. */
class FakeRefill implements Refill {
    private final BlockingQueue<Long> requests = new LinkedBlockingQueue<>();
    volatile boolean underWay;

    @Override
    public void request(long bytes) {
        requests.add(bytes);
    }

    @Override
    public boolean isUnderWay() {
        return underWay;
    }

    /** The next request, which may still be to come. */
    long nextRequest() throws InterruptedException {
        Long bytes = requests.poll(20, TimeUnit.SECONDS);
        if (bytes == null) {
            throw new AssertionError("no refill was requested");
        }
        return bytes;
    }

    /** All requests so far that were not looked at. */
    List<Long> requests() {
        List<Long> all = new ArrayList<>();
        requests.drainTo(all);
        return all;
    }
}
