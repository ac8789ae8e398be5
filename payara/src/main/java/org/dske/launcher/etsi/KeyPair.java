package org.dske.launcher.etsi;

/**
 * A key as its master and its slave got it.
 *
 * @param master the master's
 * @param slave the slave's
 */
public record KeyPair(DeliveredKey master, DeliveredKey slave) {
    /** Whether both got the same key with the same ID. */
    public boolean matches() {
        return master.equals(slave);
    }
}
