package org.dske.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.dske.error.InvalidException;
import org.dske.secret.SecretBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final String TEXT = "39b64dd0-c22a-4f2a-b5a0-6061d399d311";

    @Test
    void aKeyIdReadsAndPrintsTheCanonicalForm() {
        assertEquals(TEXT, new KeyId(Uuids.parse("key_ID", TEXT)).toString());
        assertEquals(UUID.fromString(TEXT), Uuids.parse("key_ID", "39B64DD0-C22A-4F2A-B5A0-6061D399D311"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-2-3-4-5",
                "39b64dd0c22a4f2ab5a06061d399d311",
                "39b64dd0-c22a-4f2a-b5a0-6061d399d31",
                "39b64dd0-c22a-4f2a-b5a0-6061d399d3111",
                "39b64dd0-c22a-4f2a-b5a0-6061d399d31g",
                " 39b64dd0-c22a-4f2a-b5a0-6061d399d311",
                "39b64dd0-c22a-4f2a-b5a0-6061d399d311\n",
                "{39b64dd0-c22a-4f2a-b5a0-6061d399d31}",
                "٣9b64dd0-c22a-4f2a-b5a0-6061d399d311"
            })
    void anythingElseIsNoKeyId(String text) {
        InvalidException e = assertThrows(InvalidException.class, () -> Uuids.parse("key_ID", text));
        assertEquals("key_ID is not a UUID", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hank", "H-1", "a.b", "node_2", "a..", "0"})
    void aNodeNameHasLettersDigitsDotsDashesAndUnderscores(String name) {
        assertEquals(name, new NodeName(name).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "ä", "a\n", "a:b", "a%2Fb", "..\\x"})
    void aNodeNameHasNothingElse(String name) {
        assertThrows(InvalidException.class, () -> new NodeName(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", ".hidden", "-h", "--help", "_"})
    void aNodeNameIsNoRelativePathAndNoOption(String name) {
        assertThrows(InvalidException.class, () -> new NodeName(name));
    }

    @Test
    void aNodeNameHasAtMost64Characters() {
        assertEquals(64, new NodeName("n".repeat(64)).name().length());
        assertThrows(InvalidException.class, () -> new NodeName("n".repeat(65)));
    }

    @Test
    void aNodeIsNamedByTheLastPartOfItsPath() {
        assertEquals(new NodeName("hank"), NodeName.lastPartOf("/hub/hank"));
        assertEquals(new NodeName("hank"), NodeName.lastPartOf("http://localhost:8100/hub/hank/"));
        assertEquals(new NodeName("hank"), NodeName.lastPartOf("hank"));
        assertThrows(InvalidException.class, () -> NodeName.lastPartOf("/"));
        assertThrows(InvalidException.class, () -> NodeName.lastPartOf(""));
    }

    @Test
    void namesAreOrderedByTheirText() {
        assertTrue(new NodeName("a").compareTo(new NodeName("b")) < 0);
        assertTrue(new SaeId("b").compareTo(new SaeId("a")) > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sam", "urn:sae:1", "a/b c", "Sœur", "12"})
    void anSaeIdIsOpaque(String name) {
        assertEquals(name, new SaeId(name).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "a\nb", "a\u0000", "\u007f", "a\u0085", "a\\b", ".", ".."})
    void anSaeIdIsNeitherBlankNorHasControlCharactersNorIsWhatNoPathCarries(String name) {
        assertThrows(InvalidException.class, () -> new SaeId(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\uD83D", "\uD83Da", "\uDD11\uD83D"})
    void anSaeIdHasNoHalfOfASurrogatePair(String name) {
        assertThrows(InvalidException.class, () -> new SaeId(name));
        assertEquals("\uD83D\uDD11", new SaeId("\uD83D\uDD11").name());
    }

    @Test
    void anSaeIdHasAtMost255Characters() {
        assertEquals(255, new SaeId("s".repeat(255)).name().length());
        assertThrows(InvalidException.class, () -> new SaeId("s".repeat(256)));
    }

    @Test
    void aUserKeyPrintsItsNameButNotItsBytesAndWipesThem() {
        SecretBytes bytes = SecretBytes.copyOf(new byte[] {1, 2, 3});
        UserKey key = new UserKey(new KeyId(UUID.fromString(TEXT)), bytes);
        assertTrue(key.toString().contains(TEXT));
        assertFalse(key.toString().contains("1, 2, 3"));
        key.close();
        assertThrows(IllegalStateException.class, bytes::expose);
    }
}
