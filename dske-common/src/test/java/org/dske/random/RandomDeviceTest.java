package org.dske.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.dske.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Devices that are good, stick, repeat, are biased, block, end, and recover. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class RandomDeviceTest {
    private static final Path GOOD = Path.of("/dev/urandom");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    private Path directory;

    private final Random random = new Random(14);
    private final List<RandomDevice> devices = new ArrayList<>();

    @AfterEach
    void close() {
        devices.forEach(RandomDevice::close);
    }

    private RandomDevice open(Path file, Duration patience) {
        RandomDevice device = new RandomDevice(file, 6, patience, Duration.ofMillis(20), work -> {
            Thread thread = new Thread(work, "random-device");
            thread.setDaemon(true);
            return thread;
        });
        devices.add(device);
        return device;
    }

    private byte[] noise(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(directory.resolve("device"), content);
    }

    private void assertRefused(String why, RandomDevice device) {
        byte[] bytes = new byte[32];
        String message = assertThrows(RandomnessException.class, () -> {
                    while (true) {
                        device.fill(bytes);
                    }
                })
                .getMessage();
        assertTrue(message.contains(why), message);
        assertEquals(Optional.of(why), device.failure());
    }

    @Test
    void aGoodDeviceGivesAsMuchAsIsAskedFor() {
        RandomDevice device = open(GOOD, LONG);
        byte[] most = new byte[100_000];
        device.fill(most);
        byte[] few = new byte[3];
        device.fill(few);
        assertEquals(Optional.empty(), device.failure());
        int zeros = 0;
        for (byte each : most) {
            zeros += each == 0 ? 1 : 0;
        }
        assertTrue(zeros < 1_000, "the array is filled: " + zeros);
    }

    @Test
    void aDeviceThatSticksIsRefused() throws IOException {
        byte[] stuck = noise(100_000);
        Arrays.fill(stuck, 10_000, stuck.length, (byte) 7);
        assertRefused("gives the same byte again and again", open(file(stuck), LONG));
    }

    @Test
    void aDeviceThatRepeatsIsRefused() throws IOException {
        byte[] once = noise(3_000);
        byte[] again = new byte[90_000];
        for (int i = 0; i < again.length; i++) {
            again[i] = once[i % once.length];
        }
        assertRefused("gives the same bytes again", open(file(again), LONG));
    }

    @Test
    void aDeviceThatIsBiasedIsRefused() throws IOException {
        byte[] biased = noise(200_000);
        for (int i = 20_000; i < biased.length; i++) {
            biased[i] = random.nextInt(5) == 0 ? 0 : biased[i];
        }
        assertRefused("gives one byte far too often", open(file(biased), LONG));
    }

    @Test
    void aDeviceThatEndsIsRefused() throws IOException {
        assertRefused("has ended", open(file(noise(100)), LONG));
        assertRefused("has ended", open(file(noise(20_000)), LONG));
    }

    @Test
    void aDeviceThatIsNotThereIsRefused() {
        assertRefused("cannot be read (NoSuchFileException)", open(directory.resolve("none"), LONG));
        assertRefused("cannot be read (IOException)", open(directory, LONG));
    }

    @Test
    void aDeviceThatBlocksIsRefusedAndDoesNotBlockOthersForLong() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        RandomDevice device = open(pipe, SHORT);
        assertRefused("is silent", device);
        // Whoever comes later does not wait.
        assertRefused("is silent", device);
        // It wakes up.
        try (var out = Files.newOutputStream(pipe)) {
            out.write(noise(30_000));
            Await.until(LONG, () -> assertEquals(Optional.empty(), device.failure()));
            device.fill(new byte[5_000]);
        }
    }

    @Test
    void aDeviceThatFailedIsTestedAnewAndUsedAgain() throws IOException {
        Path link = directory.resolve("link");
        Files.createSymbolicLink(link, file(new byte[100_000]));
        RandomDevice device = open(link, LONG);
        assertRefused("gives the same byte again and again", device);
        Files.delete(link);
        Files.createSymbolicLink(link, GOOD);
        Await.until(LONG, () -> assertEquals(Optional.empty(), device.failure()));
        device.fill(new byte[10_000]);
    }

    @Test
    void nobodyGetsWhatCameJustBeforeAFailure() throws IOException {
        int block = AdaptiveProportionTest.WINDOW;
        byte[] good = noise(30 * block);
        byte[] all = Arrays.copyOf(good, 60 * block);
        RandomDevice device = open(file(all), LONG);
        List<Byte> got = new ArrayList<>();
        assertThrows(RandomnessException.class, () -> {
            byte[] one = new byte[1];
            while (true) {
                device.fill(one);
                got.add(one[0]);
            }
        });
        assertTrue(got.size() <= 29 * block, got.size() + " bytes");
        // What was tested before the start is not used.
        int first = 8 * block;
        for (int i = 0; i < got.size(); i++) {
            assertEquals(good[first + i], got.get(i));
        }
    }

    @Test
    void aMixtureDiffersFromBothAndFailsWithTheDevice() throws IOException {
        byte[] content = noise(40_000);
        SecureRandom zeros = new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                Arrays.fill(bytes, (byte) 0x0F);
            }
        };
        RandomDevice device = open(file(content), LONG);
        byte[] mixed = new byte[100];
        SecureRandom mixture = new MixedRandom(zeros, device);
        mixture.nextBytes(mixed);
        byte[] expected = Arrays.copyOfRange(content, 8 * 512, 8 * 512 + 100);
        for (int i = 0; i < expected.length; i++) {
            expected[i] ^= 0x0F;
        }
        assertArrayEquals(expected, mixed);
        byte[] failed = noise(100);
        assertThrows(RandomnessException.class, () -> {
            while (true) {
                mixture.nextBytes(failed);
            }
        });
        assertArrayEquals(new byte[100], failed);
        assertFalse(mixture.toString().contains("device"));
    }

    @Test
    void aDeviceThatIsClosedGivesNothing() {
        RandomDevice device = open(GOOD, LONG);
        device.fill(new byte[1]);
        device.close();
        assertThrows(RandomnessException.class, () -> device.fill(new byte[100_000]));
    }
}
