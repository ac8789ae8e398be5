package org.dske.client.hub;

import static org.dske.client.api.TestNetwork.SAM;
import static org.dske.client.api.TestNetwork.SOFIA;
import static org.dske.client.api.TestNetwork.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.dske.client.api.TestNetwork;
import org.dske.client.keyshare.FetchedShares;
import org.dske.client.transport.HubException;
import org.dske.key.KeyId;
import org.dske.testing.hub.FakeHub;
import org.dske.testing.hub.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Answers of a hub whose JSON does not end: the parser looks for the end of a member that nobody knows for ever, so that they
 * must not get so far, or each keeps a thread busy that nobody can stop.
 */
class EndlessAnswerTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final TestNetwork network = new TestNetwork();
    private final FakeHub hank = network.fake(0);
    private final PeerHub seen = network.connie.hub("hank");

    @AfterEach
    void stop() {
        network.close();
    }

    private static String reason(HubException failure) {
        assertEquals(HubException.Kind.INVALID_RESPONSE, failure.kind());
        return failure.getMessage();
    }

    @Test
    void inBandTheyAreRefusedAtOnce() {
        List<KeyId> keyIds = TestNetwork.ids(network.establish(2, 32));
        hank.fault = call -> call.signature().isEmpty() ? Fault.NONE : Fault.ENDLESS;
        FetchedShares one = seen.fetch(keyIds.subList(0, 1), SAM, SOFIA, LONG).join();
        FetchedShares many = seen.fetch(keyIds, SAM, SOFIA, LONG).join();
        for (FetchedShares fetched : List.of(one, many)) {
            assertTrue(fetched.shares().isEmpty());
            fetched.failures()
                    .values()
                    .forEach(failure ->
                            assertTrue(reason(failure).contains("the body is not JSON"), failure::getMessage));
        }
        CompletableFuture<?> lookup = seen.find(SAM, LONG);
        CompletionException e = assertThrows(CompletionException.class, lookup::join);
        assertTrue(reason((HubException) e.getCause()).contains("the body is not JSON"), e::getMessage);
        network.behave();
        network.fetch(keyIds);
    }

    @Test
    void outOfBandTheyAreRefusedAndTheHubIsTriedAgain() {
        hank.fault = call -> call.signature().isEmpty() ? Fault.ENDLESS : Fault.NONE;
        hank.forget();
        network.pair("");
        await(
                "hank is refused",
                () -> String.valueOf(seen.registration().reason()).contains("the body is not JSON"));
        network.behave();
        network.awaitReady();
    }
}
