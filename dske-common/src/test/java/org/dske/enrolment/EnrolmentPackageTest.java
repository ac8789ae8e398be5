package org.dske.enrolment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.dske.error.InvalidException;
import org.dske.protocol.enrolment.PackageHead;
import org.dske.protocol.enrolment.PackageHead.Block;
import org.dske.secret.SecretBytes;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnrolmentPackageTest {
    private static final char[] PASSPHRASE = "correct horse \u00e4\u20ac".toCharArray();

    private final SecureRandom random = new SecureRandom();
    private final EnrolmentPackage made = enrolment("carol", null, 100, 3_000);

    private EnrolmentPackage enrolment(String client, String instance, int... sizes) {
        List<Block> blocks = Arrays.stream(sizes)
                .mapToObj(size -> new Block(UUID.randomUUID(), size % 2 == 0 ? "client" : "hub", size))
                .toList();
        return new EnrolmentPackage(
                new PackageHead(
                        UUID.fromString("00000000-0000-4000-8000-000000000001"),
                        new PackageHead.Hub("hank", 1, List.of("https://hank.example:8100/hub/hank")),
                        new PackageHead.Client(client, instance, List.of("sam", "serena")),
                        "2026-01-01T00:00:00Z",
                        "2026-01-08T00:00:00Z",
                        blocks),
                blocks.stream()
                        .map(block -> SecretBytes.random(block.size(), random))
                        .toList());
    }

    private static void assertRefused(String why, byte[] file) {
        String message = assertThrows(InvalidException.class, () -> EnrolmentPackage.read(file))
                .getMessage();
        assertTrue(message.contains(why), message);
    }

    @Test
    void aPackageComesOutOfItsFileAsItWentIn() {
        byte[] file = made.toFile().expose();
        assertEquals(made, EnrolmentPackage.read(file));
        assertTrue(new String(file, StandardCharsets.ISO_8859_1).startsWith("DSKE-PACKAGE 1\n{"));
        EnrolmentPackage ofInstance = enrolment("carol", "east", 2);
        assertEquals(
                "carol/east",
                EnrolmentPackage.read(ofInstance.toFile().expose())
                        .head()
                        .client()
                        .peer()
                        .toString());
    }

    @Test
    void whateverIsAlteredOrMissingIsNoticed() {
        byte[] file = made.toFile().expose();
        for (int i = 0; i < file.length; i += 7) {
            byte[] altered = file.clone();
            altered[i] ^= 4;
            assertThrows(InvalidException.class, () -> EnrolmentPackage.read(altered));
        }
        for (int size = 0; size < file.length; size += 11) {
            byte[] cut = Arrays.copyOf(file, size);
            assertThrows(InvalidException.class, () -> EnrolmentPackage.read(cut));
        }
        assertRefused("was cut off, or altered", Arrays.copyOf(file, file.length + 1));
        assertRefused("is none", "no package".getBytes(StandardCharsets.US_ASCII));
        assertRefused("is none", new byte[0]);
    }

    private static byte[] file(String json, int data) {
        byte[] head = ("DSKE-PACKAGE 1\n" + json + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] file = Arrays.copyOf(head, head.length + data + 32);
        System.arraycopy(EnrolmentPackage.digest(file, head.length + data), 0, file, head.length + data, 32);
        return file;
    }

    private static String json(String hub, String client, String expires, String blocks) {
        return "{\"id\":\"00000000-0000-4000-8000-000000000001\",\"hub\":%s,\"client\":%s,\"created\":\"2026-01-01T00:00:00Z\",\"expires\":%s,\"blocks\":[%s]}"
                .formatted(hub, client, expires, blocks);
    }

    private static final String HUB = "{\"name\":\"hank\",\"number\":1,\"urls\":[\"http://h/hub/hank\"]}";
    private static final String CLIENT = "{\"name\":\"carol\",\"encryptors\":[\"sam\"]}";
    private static final String END = "\"2026-01-08T00:00:00Z\"";
    private static final String BLOCK =
            "{\"block_uuid\":\"00000000-0000-4000-8000-000000000002\",\"pool_owner\":\"hub\",\"size\":2}";

    @Test
    void aHeadThatMakesNoSenseIsRefusedWithItsReason() {
        assertEquals(
                2,
                EnrolmentPackage.read(file(json(HUB, CLIENT, END, BLOCK), 2))
                        .data()
                        .getFirst()
                        .size());
        assertRefused("not as many bytes", file(json(HUB, CLIENT, END, BLOCK), 3));
        assertRefused("not as many bytes", file(json(HUB, CLIENT, END, BLOCK), 1));
        assertRefused("blocks has one twice", file(json(HUB, CLIENT, END, BLOCK + "," + BLOCK), 4));
        assertRefused("blocks is empty", file(json(HUB, CLIENT, END, ""), 2));
        assertRefused("hub is missing", file(json("null", CLIENT, END, BLOCK), 2));
        assertRefused("hub.name", file(json(HUB.replace("hank\",\"n", "../x\",\"n"), CLIENT, END, BLOCK), 2));
        assertRefused("256", file(json(HUB.replace("1", "256"), CLIENT, END, BLOCK), 2));
        assertRefused("neither http nor https", file(json(HUB.replace("http", "file"), CLIENT, END, BLOCK), 2));
        assertRefused("client.encryptors is empty", file(json(HUB, CLIENT.replace("\"sam\"", ""), END, BLOCK), 2));
        assertRefused("expires is no time", file(json(HUB, CLIENT, "\"tomorrow\"", BLOCK), 2));
        assertRefused("expires is not after", file(json(HUB, CLIENT, "\"2026-01-01T00:00:00Z\"", BLOCK), 2));
        assertRefused("size is not", file(json(HUB, CLIENT, END, BLOCK.replace(":2}", ":0}")), 2));
        assertRefused("together", file(json(HUB, CLIENT, END, BLOCK.replace(":2}", ":2147483647}")), 2));
        assertRefused("head that is none", file("{", 2));
    }

    @Test
    void aPackageIsOverAtItsEnd() {
        assertFalse(made.head().isOver(Instant.parse("2026-01-07T23:59:59.999Z")));
        assertTrue(made.head().isOver(Instant.parse("2026-01-08T00:00:00Z")));
    }

    @Test
    void theWordsTellPackagesApart() {
        EnrolmentPackage again = EnrolmentPackage.read(made.toFile().expose());
        assertEquals(made.words(), again.words());
        assertTrue(made.words().matches("[a-z]{5}( [a-z]{5}){5}"), made.words());
        assertNotEquals(made.words(), enrolment("carol", null, 100, 3_000).words(), "other bytes");
        again.data().getFirst().expose()[0] ^= 1;
        assertNotEquals(made.words(), again.words());
    }

    /** From the paper: 127.0.0.1 and others. */
    @ParameterizedTest
    @CsvSource({"7f000001, lusab babad", "3f54dcc1, gutih tugad", "3f760723, gutuk bisog", "8c62c18d, mudof sakat"})
    void wordsAreThoseOfThePaper(String hex, String words) {
        assertEquals(words, Proquints.of(HexFormat.of().parseHex(hex)));
    }

    @Test
    void aSealedPackageOpensWithItsPassphraseAlone() {
        SecretBytes file = made.toFile();
        byte[] sealed = SealedPackage.seal(file, PASSPHRASE, random);
        assertTrue(SealedPackage.isSealed(sealed));
        assertFalse(SealedPackage.isSealed(file.expose()));
        assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains("carol"));
        assertEquals(file, SealedPackage.open(sealed, PASSPHRASE));
        assertNotEquals(
                HexFormat.of().formatHex(sealed),
                HexFormat.of().formatHex(SealedPackage.seal(file, PASSPHRASE, random)),
                "salt and nonce are new");
        assertDoesNotOpen("the passphrase is another one", sealed, "correct horse".toCharArray());
        byte[] altered = sealed.clone();
        altered[altered.length - 1] ^= 1;
        assertDoesNotOpen("altered on the way", altered, PASSPHRASE);
        assertDoesNotOpen("cut off", Arrays.copyOf(sealed, sealed.length - 1), PASSPHRASE);
        assertDoesNotOpen("cut off", Arrays.copyOf(sealed, 20), PASSPHRASE);
    }

    private static void assertDoesNotOpen(String why, byte[] sealed, char[] passphrase) {
        String message = assertThrows(InvalidException.class, () -> SealedPackage.open(sealed, passphrase))
                .getMessage();
        assertTrue(message.contains(why), message);
    }

    /** Who opens a package is not made to take all memory, or all time. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"memory\":2000000,\"passes\":1,\"lanes\":1",
                "\"memory\":8,\"passes\":1,\"lanes\":2",
                "\"memory\":64,\"passes\":65,\"lanes\":1",
                "\"memory\":64,\"passes\":0,\"lanes\":1",
                "\"memory\":1024,\"passes\":1,\"lanes\":17",
                "\"passes\":1,\"lanes\":1",
            })
    void parametersOutOfBoundsAreRefused(String parameters) {
        String salt = Base64.getEncoder().encodeToString(new byte[16]);
        String nonce = Base64.getEncoder().encodeToString(new byte[12]);
        byte[] sealed = "DSKE-SEALED 1\n{%s,\"salt\":\"%s\",\"nonce\":\"%s\"}\n0123456789abcdef"
                .formatted(parameters, salt, nonce)
                .getBytes(StandardCharsets.US_ASCII);
        assertDoesNotOpen("has a head that is none", sealed, PASSPHRASE);
    }

    @Test
    void twoPartsGiveThePackageAndNeitherAloneDoes() {
        SecretBytes file = made.toFile();
        List<SecretBytes> parts = SplitPackage.split(file, random);
        byte[] one = parts.getFirst().expose();
        byte[] other = parts.getLast().expose();
        assertEquals(file, SplitPackage.join(one, other));
        assertEquals(file, SplitPackage.join(other, one));
        for (byte[] part : List.of(one, other)) {
            assertRefused("is none", part);
        }
        assertThrows(InvalidException.class, () -> SplitPackage.join(one, Arrays.copyOf(other, 10)));
        byte[] foreign = SplitPackage.split(file, random).getFirst().expose();
        assertRefused("is none", SplitPackage.join(one, foreign).expose());
    }

    @Test
    void nothingSecretIsShown() {
        assertEquals("EnrolmentPackage[00000000-0000-4000-8000-000000000001]", made.toString());
    }

    @Test
    void noFileIsAnErrorThatNobodyExpects() {
        byte[] good = made.toFile().expose();
        byte[] sealed = SealedPackage.seal(made.toFile(), PASSPHRASE, random);
        Seed.check(input -> {
            for (int i = 0; i < 3_000; i++) {
                byte[] file = mutated(good, input);
                try {
                    EnrolmentPackage.read(file);
                } catch (InvalidException e) {
                    assertFalse(e.getMessage().isBlank());
                }
                // Without the cost of a passphrase: what comes before it.
                byte[] head = Arrays.copyOf(mutated(sealed, input), 60);
                assertThrows(InvalidException.class, () -> SealedPackage.open(head, PASSPHRASE));
            }
        });
    }

    private static byte[] mutated(byte[] file, Random input) {
        byte[] mutated = Arrays.copyOf(file, input.nextInt(file.length + 100));
        for (int i = input.nextInt(6); i > 0 && mutated.length > 0; i--) {
            mutated[input.nextInt(Math.min(mutated.length, 600))] = (byte) input.nextInt();
        }
        if (mutated.length > 32) {
            System.arraycopy(
                    EnrolmentPackage.digest(mutated, mutated.length - 32), 0, mutated, mutated.length - 32, 32);
        }
        return mutated;
    }
}
