package org.dske.limit;

/** What a request has taken, to be given back when it has been answered. */
public final class Place implements AutoCloseable {
    private final Runnable leave;
    private boolean left;

    Place(Runnable leave) {
        this.leave = leave;
    }

    /** Gives it back; once, however often it is called. */
    @Override
    public synchronized void close() {
        if (!left) {
            left = true;
            leave.run();
        }
    }
}
