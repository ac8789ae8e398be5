package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.dske.testing.Await;
import org.dske.testing.WireMessage;

/** What passes the proxies of a network: an account of the bytes that are named, and the requests that hubs took, to be sent again. */
final class RecordedWire {
    private static final int REPLAYS = 20;

    /** A request, and where it went. */
    private record Sent(Node hub, WireMessage request) {}

    private final WireLedger ledger = new WireLedger();
    private final AtomicLong messages = new AtomicLong();
    private final List<Sent> taken = Collections.synchronizedList(new ArrayList<>());

    /** A proxy before a machine of a hub. */
    WireProxy proxy(Node hub) {
        return new WireProxy(url(hub), new Watch(hub));
    }

    private static URI url(Node hub) {
        return URI.create(hub.url(""));
    }

    /** How many bytes have been named. */
    long bytes() {
        return ledger.bytes();
    }

    /** Waits until so many messages more have passed. */
    void awaitMessages(int number) {
        long until = messages.get() + number;
        Await.until(Await.LONG, () -> assertTrue(messages.get() >= until, "there is no traffic"));
    }

    void assertNoByteIsNamedTwice() {
        assertEquals(List.of(), ledger.faults());
    }

    /** Who recorded requests, and sends them again after a crash, to hubs that run, gets nothing done. */
    void assertNothingOldIsTaken(Random random) {
        // A copy: clients go on to make sure that their hubs are there.
        List<Sent> requests = new ArrayList<>(List.copyOf(taken));
        // By a generator of its own: how often it is asked depends on how many messages there were, and what dies next
        // must not.
        Collections.shuffle(requests, new Random(random.nextLong()));
        requests.stream().filter(sent -> sent.hub().isRunning()).limit(REPLAYS).forEach(RecordedWire::assertIsRefused);
    }

    private static void assertIsRefused(Sent sent) {
        int status = WireProxy.send(url(sent.hub()), sent.request()).status();
        assertTrue(
                status == 401 || status == 403,
                () -> "sent again: " + sent.request().startLine() + " is answered with " + status);
    }

    /** Shows what passes a proxy to the ledger. What is out of band is not signed, and names no bytes. */
    private final class Watch implements WireProxy.Wire {
        private final Node hub;

        Watch(Node hub) {
            this.hub = hub;
        }

        @Override
        public void request(WireMessage request) {
            messages.incrementAndGet();
            if (isInBand(request)) {
                ledger.request(request);
            }
        }

        @Override
        public boolean passes(WireMessage request, WireMessage response) {
            messages.incrementAndGet();
            if (isInBand(request)) {
                ledger.response(request, response);
                if (response.status() == 200) {
                    taken.add(new Sent(hub, request));
                }
            }
            return true;
        }

        private static boolean isInBand(WireMessage request) {
            return request.path().contains("/dske/api/");
        }
    }
}
