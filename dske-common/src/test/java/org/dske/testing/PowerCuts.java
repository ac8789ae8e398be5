package org.dske.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Power cuts, simulated: a process works in a directory under a layer over the C library (power-cut.c), which writes down in one order
 * what it writes, forces, deletes and {@linkplain #tell says}; then for any moment a {@link Disk} makes what a power cut may have left.
 */
public final class PowerCuts {
    private static final String TOLD = "told";
    private static final int HEAD = 17;
    /** A file system that waits for no disk, for what is looked at and thrown away. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path directory;
    private final Path layer;
    private final Path root;
    private final Path log;

    /** What a process did to a path, or said. */
    private record Step(char kind, Path path, long number, byte[] bytes) {}

    /** What is done at a moment when the power may be cut. */
    @FunctionalInterface
    public interface Cut {
        /**
         * Looks at what is left.
         *
         * @param left a directory with what is left of that in which the processes worked
         * @param promises what they had said until then
         */
        void look(Path left, Promises promises) throws Exception;
    }

    private PowerCuts(Path directory, Path layer) throws IOException {
        this.directory = directory;
        this.layer = layer;
        this.root = Files.createDirectory(directory.resolve("root"));
        this.log = directory.resolve("log");
        Files.createFile(root.resolve(TOLD));
    }

    /**
     * Makes the layer. Where there is no compiler a test is skipped, but not in continuous integration.
     *
     * @param directory where all is done, which is empty
     */
    public static PowerCuts in(Path directory) throws IOException {
        boolean linux = "Linux".equals(System.getProperty("os.name"));
        if (!linux || !isThere("gcc")) {
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException("continuous integration needs Linux and gcc");
            }
            Assumptions.abort("there is no Linux with gcc here");
        }
        Path real = directory.toRealPath();
        Path source = real.resolve("power-cut.c");
        try (InputStream in = PowerCuts.class.getResourceAsStream("power-cut.c")) {
            Files.copy(in, source, StandardCopyOption.REPLACE_EXISTING);
        }
        Path layer = real.resolve("power-cut.so");
        run(new ProcessBuilder(
                "gcc",
                "-shared",
                "-fPIC",
                "-O2",
                "-Wall",
                "-Werror",
                "-o",
                layer.toString(),
                source.toString(),
                "-ldl"));
        return new PowerCuts(real, layer);
    }

    private static boolean isThere(String command) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(each -> Files.isExecutable(Path.of(each).resolve(command)));
    }

    private static void run(ProcessBuilder builder) throws IOException {
        Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals(0, Await.exit(process, Await.LONG), builder.command().getFirst());
    }

    /**
     * Runs a class in a process of its own, under the layer, to its end, which has to be with 0.
     *
     * @param main the class, whose first argument is the directory to work in
     */
    public void work(Class<?> main, String... arguments) throws IOException {
        String[] all =
                Stream.concat(Stream.of(root.toString()), Stream.of(arguments)).toArray(String[]::new);
        ProcessBuilder builder = JavaProcess.of(List.of("-Djava.io.tmpdir=" + directory), main, all);
        builder.environment().put("LD_PRELOAD", layer.toString());
        builder.environment().put("POWER_CUT_ROOT", root.toString());
        builder.environment().put("POWER_CUT_LOG", log.toString());
        run(builder);
    }

    /** Says something in a process that works under the layer: what it has promised, or is about to try. */
    public static void tell(Path root, String line) {
        try {
            Files.writeString(root.resolve(TOLD), line, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException("nothing can be said", e);
        }
    }

    /**
     * Cuts the power at moments, which come in their order.
     *
     * @param count how often
     * @param forced which files, or directories, the disk keeps that were forced; of others it only says so
     */
    public void cut(int count, Predicate<Path> forced, Random random, Cut cut) throws Exception {
        List<Step> steps = steps();
        // More of them at the beginning, where all is made.
        int[] moments = IntStream.generate(() -> (int) (steps.size() * Math.pow(random.nextDouble(), 2)))
                .limit(count)
                .sorted()
                .toArray();
        Disk disk = new Disk();
        Promises promises = new Promises();
        int next = 0;
        for (int moment : moments) {
            for (; next < moment; next++) {
                step(steps.get(next), disk, promises, forced);
            }
            Path left = Files.createTempDirectory(MEMORY, "dske-left").resolve("root");
            disk.leave(left, random);
            try {
                cut.look(left, promises);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("after " + moment + " of " + steps.size() + " steps: " + e.getMessage(), e);
            } finally {
                Directories.delete(left.getParent());
            }
        }
    }

    private void step(Step step, Disk disk, Promises promises, Predicate<Path> forced) {
        if (step.path().equals(Path.of(TOLD))) {
            if (step.kind() == 'w') {
                promises.told(new String(step.bytes(), StandardCharsets.UTF_8));
            }
            return;
        }
        switch (step.kind()) {
            case 'c' -> disk.create(step.path(), false);
            case 'd' -> disk.create(step.path(), true);
            case 'w' -> disk.write(step.path(), step.number(), step.bytes());
            case 't' -> disk.truncate(step.path(), step.number());
            case 'u' -> disk.delete(step.path());
            case 'r' -> disk.rename(step.path(), relative(step.bytes()));
            case 's' -> {
                if (forced.test(step.path())) {
                    disk.force(step.path());
                }
            }
            default -> throw new IllegalStateException("a step of the layer: " + step.kind());
        }
    }

    private Path relative(byte[] path) {
        return root.relativize(Path.of(new String(path, StandardCharsets.UTF_8)));
    }

    private List<Step> steps() throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(log)).order(ByteOrder.LITTLE_ENDIAN);
        List<Step> steps = new ArrayList<>();
        while (in.remaining() >= HEAD) {
            char kind = (char) in.get();
            byte[] path = new byte[in.getInt()];
            long number = in.getLong();
            byte[] bytes = new byte[in.getInt()];
            in.get(path).get(bytes);
            steps.add(new Step(kind, relative(path), number, bytes));
        }
        return steps;
    }
}
