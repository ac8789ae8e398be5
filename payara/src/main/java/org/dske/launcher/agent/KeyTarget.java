package org.dske.launcher.agent;

import org.dske.launcher.LauncherException;
import org.dske.launcher.etsi.DeliveredKey;

/** What keys are for. */
public interface KeyTarget {
    /**
     * Puts a key where a program takes it from.
     *
     * @throws LauncherException if that cannot be done; what was there before is in use then
     */
    void load(DeliveredKey key);

    /**
     * Has the program use a key that both ends have loaded, at the end at which it was renewed; nothing where it is used as soon as it is
     * there.
     *
     * @throws LauncherException if that does not work; the key before stays in use then, if it can
     */
    default void use(String keyId) {}
}
