package org.dske.launcher.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.NodeType;

/**
 * What the build made, in one directory: the WARs, the launcher, and Payara Micro, which is unpacked once and whose jars all servers share.
 *
 * @param directory {@code payara/target} of the project, {@code runtime} of an unpacked archive
 * @param instead what servers deploy in place of the nodes' applications; empty for these
 */
public record Installation(Path directory, Optional<Path> instead) {
    private static final int UNPACK_SECONDS = 120;

    /** The nodes' own applications. */
    public Installation(Path directory) {
        this(directory, Optional.empty());
    }

    /** The same, but that another application is deployed in place of each node. */
    public Installation with(Path war) {
        return new Installation(directory, Optional.of(war));
    }

    /** The application of a type of nodes. */
    Path war(NodeType type) {
        return instead.orElseGet(() -> directory.resolve("dske-" + type.word() + ".war"));
    }

    Path rootWar() {
        return directory.resolve("dske-root.war");
    }

    /** Where Payara Micro is unpacked; no server writes to it. */
    Path server() {
        return directory.resolve("payara-micro");
    }

    /** The jar whose manifest names all the others. */
    Path launcherJar() {
        return server().resolve("launch-micro.jar");
    }

    /**
     * The class path of servers: the server itself, the classes of the nodes and of their stores, and what refuses requests in front of them. The WARs have these as well, for servers of
     * other people; here all nodes of a process share one copy, which is compiled once, and which a class archive can hold.
     *
     * @param tlsBetweenNodes whether nodes speak TLS with each other: with what is needed for that at the end, where a class archive that was
     *     made without it is still good
     */
    List<Path> classPath(boolean tlsBetweenNodes) {
        List<Path> usual = classPath();
        return tlsBetweenNodes
                ? Stream.concat(
                                usual.stream(),
                                Stream.of("bcprov.jar", "bcutil.jar", "bctls.jar")
                                        .map(jar ->
                                                directory.resolve("class-path").resolve(jar)))
                        .toList()
                : usual;
    }

    /** The class path of servers whose nodes speak plain HTTP with each other. */
    List<Path> classPath() {
        return Stream.concat(
                        Stream.of(launcherJar()),
                        Stream.of(
                                        "class-path/dske-common.jar",
                                        "class-path/dske-hub.jar",
                                        "class-path/dske-client.jar",
                                        "class-path/sqlite-jdbc.jar",
                                        "class-path/flyway-core.jar",
                                        "class-path/postgresql.jar",
                                        "class-path/flyway-database-postgresql.jar",
                                        "class-path/flyway-database-cockroachdb.jar",
                                        "dske-launcher.jar")
                                .map(directory::resolve))
                .toList();
    }

    /** The java that runs this launcher runs the servers too. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Unpacks Payara Micro unless that was done before. Launchers that run at the same time wait for each other. */
    public void unpack() {
        if (Files.exists(server())) {
            return;
        }
        try (FileChannel lock = FileChannel.open(
                        directory.resolve("payara-micro.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            if (held.isValid() && !Files.exists(server())) {
                Path unfinished = directory.resolve("payara-micro.unfinished");
                delete(unfinished);
                unpackTo(unfinished);
                Files.move(unfinished, server());
            }
        } catch (IOException e) {
            throw new LauncherException("cannot unpack Payara Micro in " + directory + ": "
                    + LauncherException.reason(e) + ": whoever may write there runs ./dske prepare");
        }
    }

    private void unpackTo(Path root) throws IOException {
        String jar = directory.resolve("payara-micro.jar").toString();
        Process process = new ProcessBuilder(
                        List.of(java(), "-jar", jar, "--rootdir", root.toString(), "--outputlauncher"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(UNPACK_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new LauncherException("unpacking " + jar + " took more than " + UNPACK_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw LauncherException.interrupted();
        }
        if (process.exitValue() != 0 || !Files.exists(root.resolve("launch-micro.jar"))) {
            throw new LauncherException("cannot unpack " + jar + ": it exited with " + process.exitValue());
        }
    }

    /** Deletes a directory with all that is in it, if it is there; symbolic links are deleted, not followed. */
    static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            for (Path path : tree(directory).reversed()) {
                Files.delete(path);
            }
        }
    }

    /** A directory and all that is in it, each behind what it is in. */
    static List<Path> tree(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.sorted().toList();
        }
    }
}
