package org.dske.testing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.dske.auditlog.AuditLog;
import org.dske.auditlog.AuditVerifier;

/** The file of a node's audit log, as a test reads it, and breaks it. */
public final class AuditTrail {
    private final Path file;
    private final Path aside;

    /** A trail, whose file need not be there. */
    public AuditTrail(Path directory, String node) {
        this.file = directory.resolve(node + ".jsonl");
        this.aside = directory.resolve(node + ".aside");
    }

    /** {@return the file} */
    public Path file() {
        return file;
    }

    /** {@return all that is in the file} */
    public String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks that the chain fits, and gives the lines of some events out, as {@code EVENT DETAILS}; of all if none is named. */
    public List<String> lines(String... events) {
        AuditVerifier.Report report = AuditVerifier.verify(List.of(file), Optional.empty(), Optional.empty());
        assertTrue(report.isGood(), report::toString);
        return text().lines()
                .map(line -> Json.createReader(new StringReader(line)).readObject())
                .filter(line -> events.length == 0 || Set.of(events).contains(line.getString("event")))
                .map(AuditTrail::shown)
                .toList();
    }

    private static String shown(JsonObject line) {
        return line.getString("event") + " " + line.getJsonObject("details");
    }

    /** Sees to it, in one step, that nothing can be written: a directory is in the place of the file. */
    public void breakIt() {
        try {
            Files.createLink(aside, file);
            Path directory = Files.createTempDirectory(Objects.requireNonNull(file.getParent()), "no-file");
            Path link = Files.createSymbolicLink(file.resolveSibling("link"), directory);
            Files.move(link, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the file back, in one step, and waits until it can be written. */
    public void mend(AuditLog log) {
        try {
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until(Await.LONG, () -> assertFalse(log.status().failing()));
    }
}
