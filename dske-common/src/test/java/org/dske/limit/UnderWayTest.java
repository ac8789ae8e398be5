package org.dske.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.dske.config.RequestLimits;
import org.dske.error.ErrorCode;
import org.junit.jupiter.api.Test;

/** How much callers have under way. */
class UnderWayTest {
    private static final Caller ONE = Caller.at("192.0.2.1");
    private static final Caller OTHER = Caller.at("192.0.2.2");

    private final UnderWay underWay = new UnderWay(new RequestLimits(3, 2));

    @Test
    void anAddressHasNoMoreThanItsLimitAndKeepsNobodyElseOut() {
        List<Place> places = enter(ONE, 3);
        TooBusyException refused = assertThrows(TooBusyException.class, () -> underWay.enter(ONE));
        assertEquals(ErrorCode.TOO_MANY, refused.code());
        assertEquals(
                "3 requests of this address are under way, and no more are served at a time", refused.getMessage());
        enter(OTHER, 3);
        places.getFirst().close();
        enter(ONE, 1);
    }

    @Test
    void aCertificateAndAClientHaveALimitOfTheirOwn() {
        for (Caller.Kind kind : List.of(Caller.Kind.CERTIFICATE, Caller.Kind.CLIENT)) {
            Caller caller = new Caller(kind, "sam");
            enter(caller, 2);
            assertThrows(TooBusyException.class, () -> underWay.enter(caller));
        }
    }

    @Test
    void whatIsGivenBackTwiceCountsOnce() {
        Place first = underWay.enter(ONE);
        first.close();
        first.close();
        enter(ONE, 3);
        assertThrows(TooBusyException.class, () -> underWay.enter(ONE));
    }

    @Test
    void ofWhoeverHasNothingUnderWayNothingIsKept() {
        for (int i = 0; i < 1_000; i++) {
            underWay.enter(Caller.at("198.51.100." + i % 256)).close();
        }
        assertEquals(0, underWay.callers());
        assertThrows(TooBusyException.class, () -> enter(ONE, 4));
        assertEquals(1, underWay.callers());
    }

    @Test
    void inManyThreadsThereAreNeverMoreThanTheLimitAndAllIsGivenBack() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8_000; i++) {
                threads.execute(() -> {
                    try {
                        Place place = underWay.enter(ONE);
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        now.decrementAndGet();
                        place.close();
                    } catch (TooBusyException e) {
                        assertTrue(e.getMessage().startsWith("3 "));
                    }
                });
            }
        }
        assertTrue(most.get() <= 3, () -> most + " at a time");
        assertEquals(0, underWay.callers());
    }

    @Test
    void allAddressesOfANetworkOf64BitsAreOneCaller() {
        assertEquals(Caller.at("2001:db8:1:2::1"), Caller.at("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assertNotEquals(Caller.at("2001:db8:1:2::1"), Caller.at("2001:db8:1:3::1"));
        assertEquals(ONE, Caller.at("::ffff:192.0.2.1"));
        assertNotEquals(ONE, OTHER);
        assertEquals(Caller.at("no.such.host.invalid"), Caller.at("no.such.host.invalid"));
    }

    @Test
    void ofKeysOneEncryptorHasHalfOfTheMemoryAndWhoeverIsAloneHasWhatItWants() {
        KeyMemory memory = new KeyMemory(1_000);
        Caller sam = new Caller(Caller.Kind.ENCRYPTOR, "sam");
        Caller samuel = new Caller(Caller.Kind.ENCRYPTOR, "samuel");
        memory.enter(sam, 5_000).close();
        memory.enter(sam, 300);
        assertThrows(TooBusyException.class, () -> memory.enter(sam, 300));
        Place other = memory.enter(samuel, 600);
        assertThrows(TooBusyException.class, () -> memory.enter(new Caller(Caller.Kind.ENCRYPTOR, "sara"), 200));
        other.close();
        memory.enter(sam, 200);
        for (int i = 0; i < 100; i++) {
            memory.enter(sam, 15);
        }
    }

    private List<Place> enter(Caller caller, int times) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            places.add(underWay.enter(caller));
        }
        return places;
    }
}
