package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** What is live in a process's heap, as a file of its bytes. Arrays of bytes are in there as they are, and those of characters in UTF-16. */
record HeapDump(Path file) {
    /** Takes a dump of what is live after a collection, in a process that lets others attach, into a file that is not there yet. */
    static HeapDump of(long pid, Path file) {
        Launcher.Result dump = Launcher.run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(pid),
                "GC.heap_dump",
                file.toAbsolutePath().toString()));
        assertEquals(0, dump.status(), dump::toString);
        return new HeapDump(file);
    }

    /** How often each of these is found, by name; those that are not found are not there. */
    Map<String, Integer> find(Patterns patterns) {
        Map<String, Integer> found = new TreeMap<>();
        try (FileChannel channel = FileChannel.open(file)) {
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            LongPredicate mayBegin = patterns::mayBegin;
            long window = 0;
            for (int end = 0; end < bytes.limit(); end++) {
                window = (window << Byte.SIZE) | (bytes.get(end) & 0xFF);
                int start = end + 1 - Long.BYTES;
                if (mayBegin.test(window) && start >= 0) {
                    patterns.at(window, bytes, start).forEach(name -> found.merge(name, 1, Integer::sum));
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
