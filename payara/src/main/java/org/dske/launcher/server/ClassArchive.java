package org.dske.launcher.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.dske.launcher.LauncherException;

/**
 * What the virtual machine keeps of a server's classes from one start to the next. Since JDK 25 an AOT cache (JEP 483, 514 and
 * 515): classes loaded and linked, and what was learnt of the methods that run often; before, an archive of application class
 * data sharing. With it a server starts in half the time, and servers share its pages. It holds no data of a node: nothing but
 * what is on the {@linkplain Installation#classPath() class path}. It fits one Java and one build, and only speeds things up:
 * without it, or with one that does not fit, servers run all the same.
 *
 * @param file where it is or is to be
 */
public record ClassArchive(Path file) {
    private static final boolean HAS_AOT_CACHE = Runtime.version().feature() >= 25;
    private static final String PREFIX = "classes-";

    /** The archive for this Java and an unpacked installation; it may not exist yet. */
    public static ClassArchive of(Installation installation) {
        List<String> fits =
                new ArrayList<>(List.of(System.getProperty("java.home"), System.getProperty("java.vm.version")));
        for (Path jar : installation.classPath()) {
            try {
                // It may be reached through symbolic links, and is the same; images of containers keep seconds, as Java
                // looks at.
                fits.add(jar.toRealPath() + " " + Files.getLastModifiedTime(jar).to(TimeUnit.SECONDS));
            } catch (IOException e) {
                throw new LauncherException("cannot read " + jar);
            }
        }
        UUID name = UUID.nameUUIDFromBytes(String.join("\n", fits).getBytes(StandardCharsets.UTF_8));
        return new ClassArchive(
                installation.server().resolveSibling(PREFIX + name + (HAS_AOT_CACHE ? ".aot" : ".jsa")));
    }

    /** Whether it has been made. */
    public boolean exists() {
        return Files.exists(file);
    }

    /** Where it grows while it is made: a file beside it. */
    public Path unfinished() {
        return file.resolveSibling(file.getFileName() + ".unfinished");
    }

    /** Puts what was made in place of those of earlier builds. Servers that run on these keep them until they end. */
    public void finish() throws IOException {
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(file.getParent(), PREFIX + "*.{aot,jsa}")) {
            for (Path archive : earlier) {
                Files.delete(archive);
            }
        }
        Files.move(unfinished(), file);
    }

    /** The options that make Java write it when it ends. */
    public List<String> optionsToMake() {
        return List.of((HAS_AOT_CACHE ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + unfinished());
    }

    /** The options that make Java use it, none if it does not exist. */
    public List<String> optionsToUse() {
        return exists() ? List.of((HAS_AOT_CACHE ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file) : List.of();
    }
}
