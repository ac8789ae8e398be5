package org.dske.hub.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.secret.SecretBytes;
import org.dske.sharing.Places;
import org.dske.sharing.Share;
import org.junit.jupiter.api.Test;

class MemoryAccountTest {
    private static final int MOST_PLACES = 255;
    /** What a place was measured to take, with the shortest of names. */
    private static final int BYTES_OF_PLACE = 100;

    private final AtomicReference<Holding> all = new AtomicReference<>(Holding.NONE);
    private final MemoryAccount account = new MemoryAccount(all);

    @Test
    void termsCountOnceForAClientHoweverManySharesAreHeldUnderThem() {
        MemoryShare first = add(terms("sofia", 5));
        long withTerms = account.held().bytes();
        MemoryShare second = add(terms("sofia", 5));
        long ofSecond = account.held().bytes() - withTerms;
        assertEquals(withTerms - Holding.of(first.terms()).bytes(), ofSecond);

        MemoryAccount another = new MemoryAccount(all);
        another.reserve(List.of(share(terms("sofia", 5))), Unlimited.LIMITS);
        assertEquals(new Holding(1, withTerms), another.held());
        assertEquals(new Holding(3, 2 * withTerms + ofSecond), all.get());

        account.remove(first);
        assertEquals(new Holding(1, withTerms), account.held());
        account.remove(first);
        account.remove(second);
        assertEquals(Holding.NONE, account.held());
        assertEquals(new Holding(1, withTerms), all.get());
    }

    /** Else a client could fill the hub's memory with names of hubs, and its share of it would not be used up. */
    @Test
    void placesCountWithEachShareThatHasItsOwn() {
        for (int i = 0; i < 10; i++) {
            add(terms("sofia" + i, MOST_PLACES));
        }
        assertTrue(
                account.held().bytes() > 10L * MOST_PLACES * BYTES_OF_PLACE,
                () -> account.held().toString());
    }

    @Test
    void sharesUnderEqualTermsHaveOneObjectOfThem() {
        ShareTerms terms = terms("sofia", 5);
        assertNotSame(terms, terms("sofia", 5));
        assertSame(add(terms).terms(), add(terms("sofia", 5)).terms());
    }

    private MemoryShare add(ShareTerms terms) {
        NewShare share = share(terms);
        assertEquals(List.of(), account.reserve(List.of(share), Unlimited.LIMITS));
        return new MemoryShare(share, 0, account.canonical(terms), Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
    }

    private static NewShare share(ShareTerms terms) {
        return new NewShare(
                new ShareId(new NodeName("carol"), terms.master(), new KeyId(UUID.randomUUID())),
                terms,
                new Share(1, SecretBytes.copyOf(new byte[32])));
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
}
