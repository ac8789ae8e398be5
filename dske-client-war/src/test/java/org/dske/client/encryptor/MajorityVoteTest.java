package org.dske.client.encryptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.dske.client.hub.TooFewHubsException;
import org.dske.client.keyshare.RegisteredClient;
import org.dske.client.transport.HubException;
import org.dske.client.transport.HubRefusals;
import org.dske.key.NodeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MajorityVoteTest {
    /**
     * Each letter is a hub's answer: a and b are clients, A and B the same, said to speak classic only, n is nobody, x cannot say, f failed; hubs that are not there have not
     * answered.
     */
    private static MajorityVote vote(int hubs, int needed, String answers) {
        List<NodeName> names =
                IntStream.range(0, hubs).mapToObj(i -> new NodeName("hub" + i)).toList();
        MajorityVote vote = new MajorityVote(names, needed);
        for (int i = 0; i < answers.length(); i++) {
            NodeName hub = names.get(i);
            switch (answers.charAt(i)) {
                case 'n' -> vote.answered(hub, Optional.empty());
                case 'x' -> vote.failed(hub, HubRefusals.notFound());
                case 'f' -> vote.failed(hub, HubException.pending());
                default -> vote.answered(hub, Optional.of(client(answers.charAt(i))));
            }
        }
        return vote;
    }

    private static RegisteredClient client(char letter) {
        return new RegisteredClient(
                new NodeName(String.valueOf(Character.toLowerCase(letter))), Character.isUpperCase(letter));
    }

    /** That a client speaks classic only is believed if k hubs say so; fewer cannot make keys worse, nor hide the client. */
    @ParameterizedTest
    @CsvSource({"AAA,A", "aAAaA,A", "AAaaa,a", "AAaax,a", "AAaf,", "AAa,", "AAaff,a", "AaAan,a", "aaa,a"})
    void theSuiteOfAClientIsBelievedIfKHubsSayItAlike(String answers, @Nullable String found) {
        MajorityVote vote = vote(5, 3, answers);
        assertEquals(found == null ? MajorityVote.Outcome.OPEN : MajorityVote.Outcome.FOUND, vote.outcome());
        if (found != null) {
            assertEquals(client(found.charAt(0)), vote.winner());
        }
    }

    @ParameterizedTest
    @CsvSource({
        // k hubs name a client, whatever the others do.
        "5, 3, aa, OPEN",
        "5, 3, aaa, FOUND",
        "5, 3, nnaaa, FOUND",
        "5, 3, ffaaa, FOUND",
        "5, 3, aabba, FOUND",
        // They deny it, and no client can get k votes any more.
        "5, 3, nn, OPEN",
        "5, 3, nnn, NOBODY",
        "5, 3, aannn, NOBODY",
        "5, 3, ffnnn, NOBODY",
        "5, 2, nnn, OPEN",
        "5, 2, nnnn, NOBODY",
        "5, 4, nnn, OPEN",
        "5, 4, nnna, OPEN",
        "5, 4, nnnaa, UNKNOWN",
        "5, 4, nnnn, NOBODY",
        // Those that cannot say count for nothing.
        "5, 3, xxx, UNKNOWN",
        "5, 3, xxnn, OPEN",
        "5, 3, xxnnn, NOBODY",
        "5, 3, xxaa, OPEN",
        "5, 3, xxaaa, FOUND",
        "5, 3, aabbx, UNKNOWN",
        "5, 3, aabbn, UNKNOWN",
        "5, 3, ffxaa, UNKNOWN",
        // Too few answer.
        "5, 3, ff, OPEN",
        "5, 3, fff, TOO_FEW",
        "5, 3, aafff, TOO_FEW",
        "5, 3, nnfff, TOO_FEW",
        "5, 3, xxfff, TOO_FEW",
        "5, 4, ff, TOO_FEW",
        "3, 3, f, TOO_FEW",
        "3, 3, n, OPEN",
        "3, 2, nn, NOBODY"
    })
    void whatIsCertain(int hubs, int needed, String answers, MajorityVote.Outcome verdict) {
        assertEquals(verdict, vote(hubs, needed, answers).outcome());
    }

    @Test
    void theWinnerIsTheClientThatKHubsName() {
        assertEquals(client('b'), vote(5, 3, "abbab").winner());
    }

    @Test
    void itIsOverWhenAllHubsHaveAnsweredOrFailed() {
        assertFalse(vote(5, 3, "anxf").isOver());
        assertTrue(vote(5, 3, "anxfa").isOver());
    }

    @Test
    void thoseWhoFailedOrHaveNotAnsweredAreNamed() {
        TooFewHubsException failure = vote(5, 3, "afxf").tooFew();
        assertEquals(Set.of("hub1", "hub3", "hub4"), failure.details().keySet());
        assertTrue(failure.getMessage().startsWith("2 hubs did their part where 3 are needed"), failure::getMessage);
    }
}
