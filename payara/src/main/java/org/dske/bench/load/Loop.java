package org.dske.bench.load;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import org.dske.time.Deadline;

/** When a load begins its work anew. */
public sealed interface Loop {
    /** In words. */
    String title();

    /** The most requests that are under way at a time. */
    int atOnce();

    /**
     * Begins work on threads of an executor until the time is over, and does not wait for what is under way then.
     *
     * @param works the work of each encryptor, or of each request of an open loop, by its number from 0 on
     */
    void run(Duration time, IntFunction<Work> works, Notes notes, Pacer pacer, Executor threads);

    /**
     * So many encryptors at a time, each of which begins anew when it has its key. They wait while what they load is slow, so that its
     * worst moments are asked for least: the latencies are those that so many encryptors see, not those of a given number a second.
     *
     * @param encryptors how many
     */
    record Closed(int encryptors) implements Loop {
        public Closed {
            requirePositive("encryptors", encryptors);
        }

        @Override
        public int atOnce() {
            return encryptors;
        }

        @Override
        public String title() {
            return encryptors + (encryptors == 1 ? " encryptor" : " encryptors");
        }

        @Override
        public void run(Duration time, IntFunction<Work> works, Notes notes, Pacer pacer, Executor threads) {
            Deadline end = pacer.deadline(time);
            for (int i = 0; i < encryptors; i++) {
                Work work = works.apply(i);
                threads.execute(() -> {
                    while (!end.isOver()) {
                        attempt(work, pacer.nanos(), notes);
                    }
                });
            }
        }
    }

    /**
     * So many requests a second, each at its time whatever became of the ones before. Their latencies count from that time on, also
     * where one has to wait for others to end: nothing slow is left out because it kept the load from asking ("coordinated omission").
     *
     * @param rate how many a second
     * @param atOnce how many may be under way at a time; those beyond wait, and their waiting counts
     */
    record Open(int rate, int atOnce) implements Loop {
        private static final long NANOS = 1_000_000_000;

        public Open {
            requirePositive("rate", rate);
            requirePositive("encryptors", atOnce);
        }

        @Override
        public String title() {
            return rate + "/s, at most " + atOnce + " at once";
        }

        @Override
        public void run(Duration time, IntFunction<Work> works, Notes notes, Pacer pacer, Executor threads) {
            long begin = pacer.nanos();
            // What cannot even begin within as long again fails: otherwise a load that is far too high would never end.
            Deadline last = pacer.deadline(time.multipliedBy(2));
            Semaphore free = new Semaphore(atOnce);
            long requests = Math.max(1, time.toNanos() / NANOS * rate + time.toNanos() % NANOS * rate / NANOS);
            long begun = 0;
            while (begun < requests && !last.isOver()) {
                long scheduled = begin + begun / rate * NANOS + begun % rate * NANOS / rate;
                pacer.awaitUntil(scheduled);
                free.acquireUninterruptibly();
                Work work = works.apply((int) (begun % Integer.MAX_VALUE));
                threads.execute(() -> {
                    try {
                        attempt(work, scheduled, notes);
                    } finally {
                        free.release();
                    }
                });
                begun++;
            }
            notes.failed(
                    "request",
                    "not begun",
                    "the load is too high: after twice the time there were still " + atOnce + " under way",
                    requests - begun);
        }
    }

    /** A mistake of the load generator's own is no reason to go on with fewer of those who ask, nor to hide it. */
    private static void attempt(Work work, long begin, Notes notes) {
        try {
            work.run(begin, notes);
        } catch (RuntimeException e) {
            notes.failed("load generator", e.getClass().getSimpleName(), String.valueOf(e.getMessage()), 1);
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more, and is " + value);
        }
    }
}
