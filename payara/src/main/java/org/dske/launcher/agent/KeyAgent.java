package org.dske.launcher.agent;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.dske.key.SaeId;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.LauncherException;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.launcher.etsi.EtsiClient;

/**
 * Renews the key of two programs at two ends, of which each has its agent. The master's gets a key and tells the slave's the key's ID; that one
 * gets the same key and loads it; then the master's loads it too and has it used. So no end uses a key that the other one has not, and if
 * a step fails, both go on with the key before.
 *
 * @param encryptors where keys are got
 * @param master who renews
 * @param slave who is told
 * @param target what the keys are for, at this end
 */
public record KeyAgent(EtsiClient encryptors, SaeId master, SaeId slave, KeyTarget target) {
    /**
     * Renews the key, at the master's end.
     *
     * @param bits of the key; the KME's default if empty
     * @param tell a command as a shell reads it, which has the slave's agent {@linkplain #fetch fetch} the key whose ID is behind it
     * @return the key's ID
     * @throws LauncherException if a step fails
     */
    public String renew(OptionalInt bits, String tell) {
        DeliveredKey key =
                encryptors.keys(master, slave, bits, OptionalInt.of(1)).getFirst();
        requireKeyId(key.id());
        try {
            Program.run(Program.shell(tell + " \"$1\"", key.id()), Map.of(), "");
        } catch (LauncherException e) {
            throw new LauncherException(
                    ExitStatus.OTHER_SIDE,
                    "the other end did not get key " + key.id() + ": both go on with the one before (" + e.getMessage()
                            + ")");
        }
        target.load(key);
        target.use(key.id());
        return key.id();
    }

    /**
     * Gets a key that the master's end has made, and loads it.
     *
     * @throws LauncherException if the text is no key ID, the KME does not give the key, or it cannot be loaded
     */
    public void fetch(String keyId) {
        requireKeyId(keyId);
        DeliveredKey key = encryptors.keysWithIds(master, slave, List.of(keyId)).getFirst();
        if (!key.id().equalsIgnoreCase(keyId)) {
            throw new LauncherException(ExitStatus.OTHER_SIDE, "the KME gave another key than " + keyId);
        }
        target.load(key);
    }

    /** It becomes part of a command, and of the name of a file. */
    private static void requireKeyId(String text) {
        try {
            if (UUID.fromString(text).toString().equalsIgnoreCase(text)) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw notOne(text);
        }
        throw notOne(text);
    }

    private static LauncherException notOne(String text) {
        return new LauncherException("'" + text + "' is no key ID");
    }
}
