package org.dske.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Changes the seeds of a fuzz target at random: a short look around them in every build, where Jazzer with its agent would
 * take too long. What Jazzer finds in long runs becomes a seed, and so comes here, too.
 */
public final class Mutations {
    /** Pieces that parsers trip over. */
    private static final List<String> PIECES = List.of(
            "",
            "\0",
            "\n",
            " ",
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "\u00ff",
            ",",
            ":",
            ";",
            "%",
            "=",
            "-",
            "+",
            "0",
            "00",
            "-1",
            "1e9",
            "1e999999999",
            "0.5",
            "2147483647",
            "2147483648",
            "4294967296",
            "9223372036854775808",
            "99999999999999999999999999",
            "null",
            "true",
            "{",
            "}",
            "[",
            "]",
            "[[",
            "{}",
            "{\"\":",
            "\"\"",
            "\ufeff");

    private final List<byte[]> seeds;

    private Mutations(List<byte[]> seeds) {
        this.seeds = seeds;
    }

    /**
     * The seeds where Jazzer looks for them.
     *
     * @param fuzzTest the class of a fuzz test
     * @param method its method
     * @return the mutations of the files in {@code <class>Inputs/<method>}
     */
    public static Mutations of(Class<?> fuzzTest, String method) {
        String directory = fuzzTest.getSimpleName() + "Inputs/" + method;
        try (Stream<Path> files = Files.list(Path.of(Objects.requireNonNull(fuzzTest.getResource(directory), directory)
                .toURI()))) {
            return new Mutations(files.sorted().map(Mutations::read).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The seeds themselves.
     *
     * @return all of them
     */
    public List<byte[]> seeds() {
        return seeds;
    }

    /**
     * Inputs that are seeds but for a few changes.
     *
     * @param random chooses
     * @return inputs without end
     */
    public Stream<byte[]> inputs(Random random) {
        return Stream.generate(() -> {
            byte[] input = seed(random);
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                input = changed(input, random);
            }
            return input;
        });
    }

    private byte[] changed(byte[] input, Random random) {
        int from = random.nextInt(input.length + 1);
        int to = from + random.nextInt(Math.min(input.length - from, 40) + 1);
        return switch (random.nextInt(6)) {
            case 0 -> replaced(input, from, from, PIECES.get(random.nextInt(PIECES.size())));
            case 1 -> replaced(input, from, to, PIECES.get(random.nextInt(PIECES.size())));
            case 2 -> joined(input, to, input, from);
            case 3 -> joined(input, from, input, to);
            case 4 -> {
                byte[] other = seed(random);
                yield joined(input, from, other, random.nextInt(other.length + 1));
            }
            default -> flipped(input, random);
        };
    }

    private byte[] seed(Random random) {
        return seeds.get(random.nextInt(seeds.size())).clone();
    }

    private static byte[] flipped(byte[] input, Random random) {
        if (input.length > 0) {
            input[random.nextInt(input.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return input;
    }

    private static byte[] replaced(byte[] input, int from, int to, String piece) {
        byte[] head = joined(input, from, piece.getBytes(StandardCharsets.UTF_8), 0);
        return joined(head, head.length, input, to);
    }

    /** The beginning of one and the end of another. */
    private static byte[] joined(byte[] head, int end, byte[] tail, int from) {
        byte[] whole = Arrays.copyOf(head, end + tail.length - from);
        System.arraycopy(tail, from, whole, end, tail.length - from);
        return whole;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
