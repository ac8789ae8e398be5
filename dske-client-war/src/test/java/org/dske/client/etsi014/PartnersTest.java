package org.dske.client.etsi014;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.dske.error.InvalidException;
import org.dske.key.SaeId;
import org.junit.jupiter.api.Test;

class PartnersTest {
    private static final SaeId SAM = new SaeId("sam");
    private final Partners partners = new Partners(false, 2);
    private final Partners loopback = new Partners(true, 2);

    private static String refusal(Partners partners, String named, String... additional) {
        return assertThrows(InvalidException.class, () -> partners.slaves(SAM, named, List.of(additional)))
                .getMessage();
    }

    private static List<SaeId> saes(String... names) {
        return List.of(names).stream().map(SaeId::new).toList();
    }

    @Test
    void theOtherEndIsSomebodyElse() {
        assertEquals(new SaeId("sofia"), partners.other(SAM, "sofia"));
        assertThrows(InvalidException.class, () -> partners.other(SAM, "sam"));
        assertThrows(InvalidException.class, () -> partners.other(SAM, " "));
    }

    @Test
    void additionalSlavesComeAfterTheOneOfThePath() {
        assertEquals(saes("sofia"), partners.slaves(SAM, "sofia", List.of()));
        assertEquals(saes("sofia", "susan", "sara"), partners.slaves(SAM, "sofia", List.of("susan", "sara")));
    }

    @Test
    void thereAreNotTooMany() {
        assertEquals(
                "additional_slave_SAE_IDs has 3 SAE IDs, but at most 2 are allowed",
                refusal(partners, "a", "b", "c", "d"));
        String[] many = IntStream.range(0, 1_000).mapToObj(i -> "s" + i).toArray(String[]::new);
        assertEquals(
                "additional_slave_SAE_IDs has 1000 SAE IDs, but at most 2 are allowed", refusal(partners, "a", many));
        assertEquals(
                "additional_slave_SAE_IDs has 1 SAE IDs, but at most 0 are allowed",
                refusal(new Partners(false, 0), "a", "b"));
    }

    @Test
    void nobodyIsASlaveTwice() {
        String reason = ", which is a slave of the key already";
        assertEquals("additional_slave_SAE_IDs names sofia" + reason, refusal(partners, "sofia", "sofia"));
        assertEquals("additional_slave_SAE_IDs names sara" + reason, refusal(partners, "sofia", "sara", "sara"));
        assertEquals("additional_slave_SAE_IDs names sam" + reason, refusal(loopback, "sam", "sam"));
    }

    @Test
    void theCallerIsNoSlaveOfItsOwnKeyUnlessThatIsSwitchedOn() {
        assertEquals("an SAE cannot share a key with itself", refusal(partners, "sam"));
        assertEquals("an SAE cannot share a key with itself", refusal(partners, "sofia", "sam"));
        assertEquals(saes("sam"), loopback.slaves(SAM, "sam", List.of()));
        assertEquals(saes("sofia", "sam"), loopback.slaves(SAM, "sofia", List.of("sam")));
        assertEquals(SAM, loopback.other(SAM, "sam"));
    }

    @Test
    void whatIsNoSaeIdIsRefusedByName() {
        assertEquals("additional_slave_SAE_IDs: an SAE ID must not be blank", refusal(partners, "sofia", " "));
        assertEquals(
                "additional_slave_SAE_IDs: an SAE ID has at most 255 characters and no control characters",
                refusal(partners, "sofia", "x".repeat(256)));
    }
}
