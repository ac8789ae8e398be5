package org.dske.launcher.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.dske.launcher.LauncherException;

/** Starts servers. They outlive the launcher. */
public final class ServerLauncher {
    private final Installation installation;
    private final List<String> archiveOptions;

    /**
     * A launcher of servers.
     *
     * @param installation an unpacked installation
     * @param archiveOptions Java's options for the class archive
     */
    public ServerLauncher(Installation installation, List<String> archiveOptions) {
        this.installation = installation;
        this.archiveOptions = List.copyOf(archiveOptions);
    }

    /**
     * Starts a server and does not wait for it.
     *
     * @param plan what to start
     * @return its process
     * @throws LauncherException if the process cannot be started
     */
    public Process start(ServerPlan plan) {
        try {
            ServerFiles.write(installation, plan);
            if (Files.exists(plan.log())) {
                Files.move(plan.log(), plan.directory().resolve("node.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            ProcessBuilder builder = new ProcessBuilder(
                            ServerCommand.detached(ServerCommand.of(installation, plan, archiveOptions)))
                    .directory(plan.directory().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(plan.log().toFile());
            // It goes over all other options of Java, those above included.
            builder.environment().remove("_JAVA_OPTIONS");
            // glibc keeps up to eight arenas a core, of which a server fills a part each.
            builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
            return builder.start();
        } catch (IOException e) {
            throw new LauncherException("cannot start " + plan.name() + ": " + e);
        }
    }
}
