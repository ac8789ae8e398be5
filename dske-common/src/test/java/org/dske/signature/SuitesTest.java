package org.dske.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.dske.error.InvalidException;
import org.dske.error.RequestException;
import org.junit.jupiter.api.Test;

class SuitesTest {
    private final Suites both = Suites.of(ClassicSuite.SHA256, false);
    private final Suites itsAlone = Suites.of(ClassicSuite.HMAC_SHA256, true);

    @Test
    void theBestSuiteIsOfferedFirst() {
        assertEquals(List.of("its", "classic"), both.words());
        assertEquals(List.of("its"), itsAlone.words());
    }

    @Test
    void theOtherSidesOrderDecides() {
        assertInstanceOf(ItsSuite.class, both.pick(List.of("its", "classic")));
        assertSame(ClassicSuite.SHA256, both.pick(List.of("x", "classic", "its")));
        assertInstanceOf(ItsSuite.class, itsAlone.pick(List.of("classic", "its")));
    }

    @Test
    void toSayNothingIsToSpeakClassic() {
        assertSame(ClassicSuite.SHA256, both.pick(null));
        assertEquals(
                403,
                assertThrows(RequestException.class, () -> itsAlone.pick(null))
                        .code()
                        .httpStatus());
        assertThrows(RequestException.class, () -> itsAlone.pick(List.of("classic")));
    }

    @Test
    void onlyASuiteThatIsSpokenIsFound() {
        assertSame(ClassicSuite.SHA256, both.find("classic").orElseThrow());
        assertInstanceOf(ItsSuite.class, itsAlone.find("its").orElseThrow());
        assertEquals(Optional.empty(), itsAlone.find("classic"));
        assertEquals(Optional.empty(), both.find("quantum"));
        assertEquals(false, both.requireIts());
        assertEquals(true, itsAlone.requireIts());
    }

    @Test
    void whoKnowsNoneOfTheSuitesIsRefused() {
        assertThrows(InvalidException.class, () -> both.pick(List.of()));
        assertThrows(InvalidException.class, () -> both.pick(List.of("Its")));
        assertThrows(InvalidException.class, () -> itsAlone.pick(List.of("quantum")));
    }
}
