package org.dske.launcher.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.dske.launcher.LauncherException;

/**
 * An archive of the server's classes, loaded and linked (application class data sharing): with it a server starts in half the
 * time, and servers share its pages. It fits one Java and one unpacked server, and only speeds things up: without it, or with
 * one that does not fit, servers run all the same.
 *
 * @param file where it is or is to be
 */
public record ClassArchive(Path file) {
    /**
     * The archive for this Java and an installation.
     *
     * @param installation an unpacked installation
     * @return the archive, which may not exist yet
     */
    public static ClassArchive of(Installation installation) {
        try {
            String fits = String.join(
                    "\n",
                    System.getProperty("java.home"),
                    System.getProperty("java.vm.version"),
                    // It may be reached through symbolic links, and is the same.
                    installation.server().toRealPath().toString(),
                    Files.getLastModifiedTime(installation.launcherJar()).toString());
            UUID name = UUID.nameUUIDFromBytes(fits.getBytes(StandardCharsets.UTF_8));
            return new ClassArchive(installation.server().resolveSibling("classes-" + name + ".jsa"));
        } catch (IOException e) {
            throw new LauncherException("cannot read " + installation.launcherJar());
        }
    }

    /**
     * Whether it has been made.
     *
     * @return false if it is to be made
     */
    public boolean exists() {
        return Files.exists(file);
    }

    /**
     * Where it grows while it is made.
     *
     * @return a file beside it
     */
    public Path unfinished() {
        return file.resolveSibling(file.getFileName() + ".unfinished");
    }

    /**
     * The options that make Java write it when it ends.
     *
     * @return Java options
     */
    public List<String> optionsToMake() {
        return List.of("-XX:ArchiveClassesAtExit=" + unfinished());
    }

    /**
     * The options that make Java use it.
     *
     * @return Java options, none if it does not exist
     */
    public List<String> optionsToUse() {
        return exists() ? List.of("-XX:SharedArchiveFile=" + file) : List.of();
    }
}
