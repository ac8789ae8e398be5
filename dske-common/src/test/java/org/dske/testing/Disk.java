package org.dske.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a power cut leaves: the bytes of files and the entries of directories that were forced, and of the others any part. Of a directory's
 * entries those come first that were changed first, as the journals of file systems see to.
 */
final class Disk {
    private static final int SECTOR = 512;

    /** A file or a directory, whatever its name is. */
    private static final class Node {
        private final boolean isDirectory;
        /** Of a file: what is on the disk for sure. */
        private byte[] forced = new byte[0];
        /** Of a file: what may be. */
        private final List<Change> changes = new ArrayList<>();

        Node(boolean isDirectory) {
            this.isDirectory = isDirectory;
        }
    }

    /** Of a file: bytes at an offset, or the size if there are none. */
    private record Change(long at, byte @Nullable [] bytes) {
        byte[] apply(byte[] file) {
            if (bytes == null) {
                return Arrays.copyOf(file, Math.toIntExact(at));
            }
            int end = Math.toIntExact(at + bytes.length);
            byte[] longer = file.length < end ? Arrays.copyOf(file, end) : file;
            System.arraycopy(bytes, 0, longer, end - bytes.length, bytes.length);
            return longer;
        }

        /** Its parts that lie in a sector each. */
        List<Change> torn() {
            List<Change> parts = new ArrayList<>();
            for (int from = 0; bytes != null && from < bytes.length; ) {
                int to = Math.min(bytes.length, from + SECTOR - Math.toIntExact((at + from) % SECTOR));
                parts.add(new Change(at + from, Arrays.copyOfRange(bytes, from, to)));
                from = to;
            }
            return parts;
        }
    }

    /** Of a directory: at once names get other nodes, or none. */
    private record Entry(Path directory, Map<Path, Optional<Node>> names) {
        void apply(Map<Path, Node> all) {
            names.forEach((name, node) -> {
                all.remove(name);
                node.ifPresent(there -> all.put(name, there));
            });
        }
    }

    private final Map<Path, Node> names = new HashMap<>();
    private final Map<Path, Node> forcedNames = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    private static Path parent(Path name) {
        Path parent = name.getParent();
        return parent == null ? Path.of("") : parent;
    }

    private void change(Path name, Map<Path, Optional<Node>> changed) {
        Entry entry = new Entry(parent(name), changed);
        entry.apply(names);
        entries.add(entry);
    }

    void create(Path path, boolean isDirectory) {
        change(path, Map.of(path, Optional.of(new Node(isDirectory))));
    }

    void delete(Path path) {
        change(path, Map.of(path, Optional.empty()));
    }

    void rename(Path from, Path to) {
        if (!parent(from).equals(parent(to))) {
            throw new IllegalStateException("not from one directory to another: " + from + ", " + to);
        }
        change(from, Map.of(from, Optional.empty(), to, Optional.of(node(from))));
    }

    private Node node(Path path) {
        Node node = names.get(path);
        if (node == null) {
            throw new IllegalStateException(path + " was not made");
        }
        return node;
    }

    void write(Path path, long at, byte[] bytes) {
        node(path).changes.add(new Change(at, bytes));
    }

    void truncate(Path path, long size) {
        node(path).changes.add(new Change(size, null));
    }

    /** All that was written to a file before, or the entries of a directory, are on the disk now. */
    void force(Path path) {
        if (path.equals(Path.of("")) || node(path).isDirectory) {
            entries.stream().filter(entry -> entry.directory().equals(path)).forEach(entry -> entry.apply(forcedNames));
            entries.removeIf(entry -> entry.directory().equals(path));
        } else {
            Node file = node(path);
            for (Change change : file.changes) {
                file.forced = change.apply(file.forced);
            }
            file.changes.clear();
        }
    }

    /** Makes a directory with what is left if the power is cut now. */
    void leave(Path directory, Random random) throws IOException {
        Map<Path, Node> left = new TreeMap<>(forcedNames);
        Map<Path, List<Entry>> byDirectory = new TreeMap<>();
        for (Entry entry : entries) {
            byDirectory
                    .computeIfAbsent(entry.directory(), any -> new ArrayList<>())
                    .add(entry);
        }
        for (List<Entry> each : byDirectory.values()) {
            // Often all or nothing.
            int some = Math.clamp(random.nextInt(-each.size(), 2 * each.size() + 1), 0, each.size());
            each.subList(0, some).forEach(entry -> entry.apply(left));
        }
        Files.createDirectory(directory);
        for (var each : left.entrySet()) {
            Path path = directory.resolve(each.getKey());
            if (!Files.isDirectory(path.getParent())) {
                continue;
            }
            if (each.getValue().isDirectory) {
                Files.createDirectory(path);
            } else {
                Files.write(path, left(each.getValue(), random));
            }
        }
    }

    private static byte[] left(Node file, Random random) {
        byte[] bytes = file.forced.clone();
        double share = Math.clamp(random.nextDouble(-0.5, 1.5), 0, 1);
        for (Change change : file.changes) {
            if (random.nextDouble() < share) {
                bytes = change.apply(bytes);
            } else if (random.nextBoolean()) {
                for (Change part : change.torn()) {
                    bytes = random.nextDouble() < share ? part.apply(bytes) : bytes;
                }
            }
        }
        return bytes;
    }
}
