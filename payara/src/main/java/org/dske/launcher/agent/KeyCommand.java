package org.dske.launcher.agent;

import java.util.List;
import java.util.Map;
import org.dske.launcher.LauncherException;
import org.dske.launcher.etsi.DeliveredKey;

/**
 * A command that takes each key from its standard input, as a line of base64; the key's ID is in its environment, as {@value #KEY_ID}.
 *
 * @param command the command and its arguments
 */
public record KeyCommand(List<String> command) implements KeyTarget {
    private static final String KEY_ID = "DSKE_KEY_ID";

    public KeyCommand {
        command = List.copyOf(command);
    }

    /** A command as a shell reads it. */
    public static KeyCommand shell(String command) {
        return new KeyCommand(Program.shell(command));
    }

    /**
     * The preshared key of a WireGuard peer.
     *
     * @param device such as {@code wg0}
     * @param peer the peer's public key, in base64
     */
    public static KeyCommand wireguard(String device, String peer) {
        return new KeyCommand(List.of("wg", "set", device, "peer", peer, "preshared-key", "/dev/stdin"));
    }

    @Override
    public void load(DeliveredKey key) {
        try {
            Program.run(command, Map.of(KEY_ID, key.id()), key.key() + "\n");
        } catch (LauncherException e) {
            throw new LauncherException("the key " + key.id() + " is not taken: " + e.getMessage());
        }
    }
}
