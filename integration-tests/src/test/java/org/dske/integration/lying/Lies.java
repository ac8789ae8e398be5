package org.dske.integration.lying;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What a hub lies about now, and how often it has. Safe for concurrent use. */
@ApplicationScoped
public class Lies {
    /** Not this: a thread that waits would give back the lock of the bean, and keep that of its proxy. */
    private final Object lock = new Object();

    private final Map<String, String> honestKeys = new HashMap<>();
    private Lie current = Lie.NONE;
    private int told;

    /** Lies from now on, or not any more; counts from zero. */
    void begin(Lie lie) {
        synchronized (lock) {
            if (lie == Lie.STALE_SHARE && honestKeys.isEmpty()) {
                throw new IllegalStateException("there is no earlier share to lie with");
            }
            current = lie;
            told = 0;
            lock.notifyAll();
        }
    }

    Lie current() {
        synchronized (lock) {
            return current;
        }
    }

    /** How many requests were answered with the current lie, or met with silence. */
    int told() {
        synchronized (lock) {
            return told;
        }
    }

    void count() {
        synchronized (lock) {
            told++;
        }
    }

    /** Returns when the hub becomes honest, or begins to lie in another way. */
    void keepSilent() throws InterruptedException {
        synchronized (lock) {
            told++;
            while (current == Lie.SILENCE) {
                lock.wait();
            }
        }
    }

    /** The hub gives an honest answer. */
    void remember(AskedKeys asked) {
        synchronized (lock) {
            honestKeys.put(asked.slave(), asked.ids().get(0));
        }
    }

    /** A key of which a slave has been given a share. */
    String earlierKey(String slave) {
        synchronized (lock) {
            return Objects.requireNonNull(honestKeys.get(slave));
        }
    }
}
