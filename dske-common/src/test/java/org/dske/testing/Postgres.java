package org.dske.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL of its own for a test: the one of the machine's package, in a directory and at a port of its own. Where there is no package a
 * test is skipped, but not in continuous integration.
 */
public final class Postgres implements AutoCloseable {
    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final String USER = "dske";

    private final Path bin;
    private final Path directory;
    private final int port;
    private int databases;
    private ProcessHandle server;

    private Postgres(Path bin, Path directory, int port) {
        this.bin = bin;
        this.directory = directory;
        this.port = port;
    }

    /**
     * Starts one.
     *
     * @return the server, which takes connections
     */
    public static Postgres start() {
        Optional<Path> bin = newestPackage();
        if (bin.isEmpty()) {
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException("continuous integration needs the package postgresql");
            }
            Assumptions.abort("there is no package postgresql on this machine");
        }
        try {
            Postgres postgres = new Postgres(bin.orElseThrow(), Files.createTempDirectory("dske-postgres"), freePort());
            if (isRoot()) {
                // PostgreSQL refuses to run as root.
                postgres.run(List.of("chown", "postgres", postgres.directory.toString()));
            }
            postgres.run(asItsUser(
                    postgres.bin.resolve("initdb").toString(),
                    "--pgdata=" + postgres.data(),
                    "--username=" + USER,
                    "--auth=trust",
                    "--locale=C",
                    "--encoding=UTF8",
                    "--no-sync"));
            postgres.restart();
            return postgres;
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL cannot be started", e);
        }
    }

    private static Optional<Path> newestPackage() {
        if (!Files.isDirectory(PACKAGES)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(PACKAGES)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparing(
                            bin -> Integer.valueOf(bin.getParent().getFileName().toString())));
        } catch (IOException e) {
            throw new IllegalStateException(PACKAGES + " cannot be read", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> asItsUser(String... command) {
        List<String> all = new ArrayList<>(isRoot() ? List.of("runuser", "-u", "postgres", "--") : List.of());
        all.addAll(List.of(command));
        return all;
    }

    private Path data() {
        return directory.resolve("data");
    }

    private void run(List<String> command) throws IOException {
        // Its words are seen with the test's: nobody waits for a pipe that the server inherits.
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals(0, Await.exit(process, Await.LONG), command::toString);
    }

    /** Starts the server again, on the data that it has. */
    public void restart() {
        try {
            run(asItsUser(
                    bin.resolve("pg_ctl").toString(),
                    "start",
                    "--wait",
                    "--silent",
                    "--pgdata=" + data(),
                    "--log=" + directory.resolve("log"),
                    "--options=-p " + port + " -k " + directory + " -h 127.0.0.1"));
            server = ProcessHandle.of(Long.parseLong(
                            Files.readAllLines(data().resolve("postmaster.pid")).getFirst()))
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL cannot be started", e);
        }
    }

    /** Kills it, with SIGKILL, and all of its processes. */
    public void kill() {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(server), server.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        Await.until(Await.LONG, () -> assertTrue(all.stream().noneMatch(ProcessHandle::isAlive)));
    }

    /**
     * Makes a database that is empty.
     *
     * @return its URL
     */
    public String newDatabase() {
        String name = "test" + ++databases;
        execute("CREATE DATABASE " + name);
        return url(name);
    }

    /**
     * Has the server itself do something.
     *
     * @param sql a statement
     */
    public void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** {@return the lines of its log} */
    public List<String> log() {
        try {
            return Files.readAllLines(directory.resolve("log"));
        } catch (IOException e) {
            throw new IllegalStateException("the log cannot be read", e);
        }
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + USER;
    }

    @Override
    public void close() {
        kill();
        try {
            Directories.delete(directory);
        } catch (IOException e) {
            throw new IllegalStateException(directory + " cannot be deleted", e);
        }
    }
}
