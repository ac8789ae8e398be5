package org.dske.hub.keyshare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dske.config.Settings;
import org.dske.hub.quota.Quotas;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.secret.SecretBytes;
import org.dske.sharing.Places;
import org.dske.sharing.Share;
import org.dske.time.Ticker;
import org.junit.jupiter.api.Test;

class HoldingsTest {
    private static final NodeName CAROL = new NodeName("carol");
    private static final int MOST_PLACES = 255;
    /** What a place was measured to take, with the shortest of names. */
    private static final int BYTES_OF_PLACE = 100;

    private final Holdings holdings =
            new Holdings(Quotas.of(new Settings(new NodeName("hank"), Map.of()), 1L << 30), () -> 1);

    @Test
    void termsCountOnceForAClientHoweverManySharesAreHeldUnderThem() {
        StoredShare first = share(CAROL, terms("sofia", 5));
        long withTerms = holdings.of(List.of(first)).bytes();
        holdings.add(first);
        StoredShare second = share(CAROL, terms("sofia", 5));
        Holding ofSecond = holdings.of(List.of(second));
        assertEquals(withTerms - Holding.of(first.terms()).bytes(), ofSecond.bytes());
        holdings.add(second);
        assertEquals(new Holding(2, withTerms + ofSecond.bytes()), holdings.of(CAROL));

        StoredShare ofAnother = share(new NodeName("celia"), terms("sofia", 5));
        assertEquals(withTerms, holdings.of(List.of(ofAnother)).bytes());
        holdings.remove(first);
        assertEquals(new Holding(1, withTerms), holdings.of(CAROL));
        holdings.remove(second);
        assertEquals(Holding.NONE, holdings.of(CAROL));
        assertEquals(Holding.NONE, holdings.all());
    }

    /** Else a client could fill the hub's memory with names of hubs, and its share of it would not be used up. */
    @Test
    void placesCountWithEachShareThatHasItsOwn() {
        for (int i = 0; i < 10; i++) {
            holdings.add(share(CAROL, terms("sofia" + i, MOST_PLACES)));
        }
        assertTrue(
                holdings.of(CAROL).bytes() > 10L * MOST_PLACES * BYTES_OF_PLACE,
                () -> holdings.of(CAROL).toString());
    }

    @Test
    void sharesUnderEqualTermsHaveOneObjectOfThem() {
        ShareTerms terms = terms("sofia", 5);
        holdings.add(share(CAROL, terms));
        assertNotSame(terms, terms("sofia", 5));
        assertSame(terms, holdings.canonical(CAROL, terms("sofia", 5)));
        ShareTerms others = terms("susan", 5);
        assertSame(others, holdings.canonical(CAROL, others));
    }

    private static ShareTerms terms(String slave, int places) {
        return new ShareTerms(
                new SaeId("sam"),
                new TreeSet<>(List.of(new SaeId(slave))),
                "its",
                3,
                Places.of(IntStream.rangeClosed(1, places)
                        .boxed()
                        .collect(Collectors.toMap(number -> "h" + number, number -> number))));
    }

    private static StoredShare share(NodeName initiator, ShareTerms terms) {
        return new StoredShare(
                new KeyId(UUID.randomUUID()),
                initiator,
                terms,
                new Share(1, SecretBytes.copyOf(new byte[32])),
                Ticker.SYSTEM.deadline(Duration.ofHours(1)));
    }
}
