package org.dske.auditlog;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dske.error.InvalidException;
import org.dske.secret.PrivateFiles;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the files of a chain, the oldest first, and finds the first line that does not fit: one that is missing, altered, inserted
 * or moved. That the last lines are missing, or the last one is altered, shows only where a later {@link AuditCheckpoint} is expected; and
 * whoever can write the file can make another chain, which fits, but not one that has the line of a checkpoint.
 */
public final class AuditVerifier {
    /** More than any line has. */
    private static final int LONGEST = 1 << 22;

    private final @Nullable AuditCheckpoint expected;
    private AuditCheckpoint last;
    private boolean begun;
    private String node = "";
    private long lines;
    private long incomplete;
    private boolean reached;

    /**
     * What became of it.
     *
     * @param node the node whose log it is; an empty text if there is no line
     * @param lines how many lines fit, one after the other
     * @param last the last of them
     * @param incomplete bytes behind the last line end: of a line that the node is writing, or was when it was killed
     * @param fault what is wrong, if something is
     */
    public record Report(String node, long lines, AuditCheckpoint last, long incomplete, Optional<Fault> fault) {
        /** {@return whether all lines fit} */
        public boolean isGood() {
            return fault.isEmpty();
        }
    }

    /**
     * What is wrong.
     *
     * @param file the file
     * @param line the line in this file, the first being 1; one more than there are if something is missing at the end
     * @param reason what is wrong with it, a clause
     */
    public record Fault(Path file, long line, String reason) {}

    private static final class FaultException extends Exception {
        private static final long serialVersionUID = 1L;

        FaultException(String reason) {
            super(reason);
        }
    }

    private AuditVerifier(@Nullable AuditCheckpoint before, @Nullable AuditCheckpoint expected) {
        this.last = before == null ? AuditCheckpoint.BEGIN : before;
        this.expected = expected;
        this.reached = expected == null || expected.equals(last);
    }

    /**
     * Verifies the files of a chain.
     *
     * @param files in their order, at least one
     * @param from the line that the first one follows; nothing if the chain begins there
     * @param expect a line that has to be there, as it was noted elsewhere
     */
    public static Report verify(List<Path> files, Optional<AuditCheckpoint> from, Optional<AuditCheckpoint> expect) {
        return new AuditVerifier(from.orElse(null), expect.orElse(null)).verify(files);
    }

    private Report verify(List<Path> files) {
        Optional<Fault> fault = Optional.empty();
        for (int i = 0; i < files.size() && fault.isEmpty(); i++) {
            fault = verify(files.get(i), i == files.size() - 1);
        }
        return new Report(node, lines, last, incomplete, fault);
    }

    private Optional<Fault> verify(Path file, boolean isLast) {
        long number = 1;
        try (InputStream input = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (byte[] line = next(input); line != null; line = next(input)) {
                take(line);
                number++;
            }
            if (incomplete > 0 && !isLast) {
                throw new FaultException("it has no end, and another file follows");
            }
            if (isLast && !reached) {
                throw new FaultException(missing());
            }
            return Optional.empty();
        } catch (FaultException e) {
            return Optional.of(new Fault(file, number, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return Optional.of(new Fault(file, number, "it cannot be read: " + PrivateFiles.reason(e)));
        }
    }

    private String missing() {
        return expected != null && expected.sequence() <= last.sequence()
                ? "line " + expected.sequence() + " of the chain, which is expected, is before the first one here"
                : "lines are missing at the end: line " + (expected == null ? 0 : expected.sequence())
                        + " of the chain is expected, and the last one is " + last.sequence();
    }

    /** The next line, without its end; null if there is none that has an end. */
    private byte @Nullable [] next(InputStream input) throws IOException, FaultException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = input.read(); c >= 0; c = input.read()) {
            if (c == '\n') {
                return line.toByteArray();
            }
            line.write(c);
            if (line.size() > LONGEST) {
                throw new FaultException("it is no line of an audit log: it is too long");
            }
        }
        incomplete = line.size();
        return null;
    }

    private void take(byte[] bytes) throws FaultException {
        AuditLine line = read(bytes);
        if (line.sequence() != last.sequence() + 1) {
            throw new FaultException(outOfSequence(line));
        }
        if (!line.previous().equals(last.hash())) {
            throw new FaultException(
                    begun
                            ? "the line before it, " + last.sequence() + " of the chain, was altered, or this one was"
                            : "it follows another line than " + last);
        }
        if (line.sequence() == 1 && !line.event().equals(AuditEvent.CHAIN_BEGUN.word())) {
            throw new FaultException("no chain begins with such a line");
        }
        if (!node.isEmpty() && !node.equals(line.node())) {
            throw new FaultException("it is of " + line.node() + ", and the others are of " + node);
        }
        AuditCheckpoint now = AuditCheckpoint.of(line.sequence(), bytes);
        if (expected != null && now.sequence() == expected.sequence()) {
            if (!now.equals(expected)) {
                throw new FaultException("line " + now.sequence() + " of the chain is another one than expected");
            }
            reached = true;
        }
        node = line.node();
        last = now;
        begun = true;
        lines++;
    }

    private static AuditLine read(byte[] bytes) throws FaultException {
        try {
            return AuditLine.read(bytes);
        } catch (InvalidException e) {
            throw new FaultException("it is no line of an audit log: " + e.getMessage());
        }
    }

    private String outOfSequence(AuditLine line) {
        long next = last.sequence() + 1;
        if (line.sequence() == 1) {
            return "another chain begins here";
        }
        if (!begun && last.sequence() == 0) {
            return "the chain begins before it: name the files with lines 1 to " + (line.sequence() - 1)
                    + ", too, or say which line it follows";
        }
        if (line.sequence() > next) {
            return "lines are missing before it: it is line " + line.sequence() + " of the chain, and line " + next
                    + " comes next";
        }
        return "it is line " + line.sequence() + " of the chain, which was there before: line " + next + " comes next";
    }
}
