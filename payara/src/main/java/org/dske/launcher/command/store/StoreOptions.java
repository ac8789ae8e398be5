package org.dske.launcher.command.store;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import org.dske.error.InvalidException;
import org.dske.launcher.LauncherException;
import org.dske.launcher.command.DskeCommand;
import org.dske.launcher.network.Network;
import org.dske.ledger.PeerName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A node's store, and a backup of it. */
final class StoreOptions {
    @Parameters(
            index = "0",
            paramLabel = "NODE",
            description = "the hub or client, or one of its machines, as NAME/INSTANCE")
    private String node = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "the backup")
    private Path file = Path.of("");

    @Option(
            names = "--store",
            paramLabel = "DIRECTORY",
            description = "where the node keeps its store, if it is none of the topology"
                    + " (default: where the launcher, or the topology, has it)")
    private @Nullable Path directory;

    /** Which machine of which node. */
    PeerName machine() {
        String[] parts = node.split("/", 2);
        try {
            return PeerName.of(parts[0], parts.length < 2 ? null : parts[1]);
        } catch (InvalidException e) {
            throw new LauncherException("'" + node + "' is no name: " + e.getMessage());
        }
    }

    /** The backup, as the user names it. */
    Path file() {
        return file;
    }

    Path directory(DskeCommand parent) {
        if (directory != null) {
            return directory;
        }
        Network network = parent.network();
        return network.store(DskeCommand.node(network.topology(), node));
    }

    /** What was worked on, for scripts. */
    JsonObject json() {
        return Json.createObjectBuilder()
                .add("node", machine().toString())
                .add("file", file.toString())
                .build();
    }
}
