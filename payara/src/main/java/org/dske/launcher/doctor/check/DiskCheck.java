package org.dske.launcher.doctor.check;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The disks that nodes write to.
 *
 * @param places the directories
 */
public record DiskCheck(List<Place> places) implements Check {
    private static final String NAME = "disk";
    private static final long MIB = 1L << 20;
    /** Less than the logs of two nodes, which have up to 20 MiB each, and their stores take. */
    private static final long LEAST = 100 * MIB;

    private static final long ENOUGH = 1024 * MIB;

    public DiskCheck {
        places = List.copyOf(places);
    }

    /**
     * A directory, or where one is to be.
     *
     * @param directory the directory
     * @param isWritable whether it can be written, or made
     * @param free bytes that are free for this user
     */
    public record Place(Path directory, boolean isWritable, long free) {}

    @Override
    public List<Finding> findings() {
        return Check.orElse(
                places.stream().flatMap(DiskCheck::wrong).toList(),
                Finding.success(
                        NAME,
                        "nodes can write, and have "
                                + places.stream().mapToLong(Place::free).min().orElse(0) / MIB
                                + " MiB or more"));
    }

    private static Stream<Finding> wrong(Place place) {
        if (!place.isWritable()) {
            return Stream.of(Finding.failure(
                    NAME,
                    place.directory() + " cannot be written",
                    "give it to the user of the nodes (chown, chmod u+rwx), or mount it for writing"));
        }
        String left = place.directory() + " has only " + place.free() / MIB + " MiB left";
        if (place.free() < LEAST) {
            return Stream.of(Finding.failure(
                    NAME, left + ": stores cannot be written, and requests fail with 503", "make room"));
        }
        return place.free() < ENOUGH ? Stream.of(Finding.warning(NAME, left, "make room")) : Stream.empty();
    }
}
