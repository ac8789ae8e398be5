package org.dske.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Optional;
import org.dske.error.InvalidException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaeUriTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"sam", "a b", "//host/x", "#sharp", "?q", "100%", "a+b&c=d", "Ünïcødé 🔑", "urn:sae@1", "%41"})
    void anSaeIdOfAnyKindIsFoundAgainInAUriThatIsOne(String saeId) {
        String uri = SaeUri.of(saeId);
        assertTrue(uri.chars().allMatch(character -> character > ' ' && character < 0x7f), uri);
        assertEquals("sae", URI.create(uri).getScheme());
        assertEquals(Optional.of(saeId), SaeUri.saeId(uri));
    }

    @ParameterizedTest
    @CsvSource({"sam,sae:sam", "a/b c,sae:a%2Fb%20c", "zoë,sae:zo%C3%AB", "a:b@c~d,sae:a:b@c~d"})
    void whatIsNoLetterAndNoDigitIsEncodedButForSixCharacters(String saeId, String uri) {
        assertEquals(uri, SaeUri.of(saeId));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SAE:sam", "sAe:s%61m", "sae:%73%61%6d"})
    void theSchemeIsOfAnyCaseAndMoreMayBeEncodedThanNeeds(String uri) {
        assertEquals(Optional.of("sam"), SaeUri.saeId(uri));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sae:%",
                "sae:%4",
                "sae:%4g",
                "sae:%+1",
                "sae:%C3",
                "sae:%ED%A0%BD",
                "sae:%C0%80",
                "sae:zo\u00eb",
                "sae:\u0141ice"
            })
    void aUriThatIsBadlyEncodedNamesNobody(String uri) {
        assertEquals(Optional.empty(), SaeUri.saeId(uri));
        assertTrue(SaeUri.isOne(uri));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sae", "sam", "urn:sae:sam", "https://sam", " sae:sam"})
    void anotherUriNamesNobody(String uri) {
        assertFalse(SaeUri.isOne(uri));
        assertEquals(Optional.empty(), SaeUri.saeId(uri));
    }

    @Test
    void halfASurrogatePairCannotBeEncoded() {
        assertThrows(InvalidException.class, () -> PercentEncoding.encode("a\uD83D", ""));
    }
}
