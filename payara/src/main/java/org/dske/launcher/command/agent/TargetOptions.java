package org.dske.launcher.command.agent;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.dske.launcher.LauncherException;
import org.dske.launcher.agent.KeyCommand;
import org.dske.launcher.agent.KeyFile;
import org.dske.launcher.agent.KeyTarget;
import org.dske.launcher.agent.StrongswanConnection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What keys are for: one of four. */
final class TargetOptions {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    @Option(names = "--file", paramLabel = "FILE", description = "write each key into this file, for its owner alone")
    private @Nullable Path file;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "base64",
            description = "how the file has the key: base64 (a line), hex (a line) or raw (default: ${DEFAULT-VALUE})")
    private KeyFile.Format format = KeyFile.Format.BASE64;

    @Option(
            names = "--command",
            paramLabel = "COMMAND",
            description =
                    "run this command, as a shell reads it, with each key as a line of base64 on its standard input and the"
                            + " key's ID in DSKE_KEY_ID")
    private @Nullable String command;

    @Option(
            names = "--wireguard",
            paramLabel = "DEVICE",
            description = "make each key the preshared key of a peer of this WireGuard device (wg), such as wg0")
    private @Nullable String wireguard;

    @Option(
            names = "--wireguard-peer",
            paramLabel = "PUBLIC_KEY",
            description = "the public key of that peer, in base64")
    private @Nullable String wireguardPeer;

    @Option(
            names = "--strongswan",
            paramLabel = "CONNECTION",
            description = "make each key a post-quantum pre-shared key (PPK, RFC 8784) of this connection of strongSwan"
                    + " (swanctl), and set its tunnel up anew where the key is renewed")
    private @Nullable String strongswan;

    @Option(names = "--child", paramLabel = "CHILD", description = "the CHILD SA of that connection that is initiated")
    private @Nullable String child;

    @Option(
            names = "--directory",
            paramLabel = "DIRECTORY",
            description = "where keys for strongSwan lie, in a directory named like the connection (default:"
                    + " ${DEFAULT-VALUE}): in memory")
    private Path directory = Path.of("/run/dske-ppk");

    KeyTarget target() {
        if (Stream.of(file, command, wireguard, strongswan)
                        .filter(given -> given != null)
                        .count()
                != 1) {
            throw new LauncherException(
                    "one of --file, --command, --wireguard and --strongswan says what the keys are for");
        }
        if (file != null) {
            return new KeyFile(file, format);
        }
        if (command != null) {
            return KeyCommand.shell(command);
        }
        if (wireguard != null) {
            if (wireguardPeer == null) {
                throw new LauncherException("--wireguard needs --wireguard-peer");
            }
            return KeyCommand.wireguard(wireguard, wireguardPeer);
        }
        String connection = String.valueOf(strongswan);
        if (!connection.matches(NAME) || (child != null && !child.matches(NAME))) {
            throw new LauncherException("a connection and a CHILD SA have names such as site-1");
        }
        return new StrongswanConnection(connection, Optional.ofNullable(child), directory.resolve(connection));
    }
}
