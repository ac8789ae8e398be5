package org.dske.client.establishment;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.dske.client.hub.CompletionQueue;
import org.dske.client.hub.PeerHub;
import org.dske.client.transport.HubException;
import org.dske.key.NodeName;
import org.dske.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The answers of all hubs to one question, in the order in which they come. For one thread.
 *
 * @param <T> what a hub answers
 */
final class HubAnswers<T> {
    private final CompletionQueue<Answer<T>> queue = new CompletionQueue<>();
    private final int tolerated;
    private final Map<NodeName, HubException> without = new TreeMap<>();
    private int failed;

    private record Answer<T>(NodeName hub, @Nullable T value, HubException failure) {}

    /** Asks all hubs at once. */
    HubAnswers(List<PeerHub> hubs, int needed, Function<PeerHub, CompletableFuture<T>> question) {
        this.tolerated = hubs.size() - needed;
        hubs.forEach(hub -> without.put(hub.name(), HubException.pending()));
        for (PeerHub hub : hubs) {
            queue.expect(question.apply(hub)
                    .handle((value, failure) -> new Answer<>(
                            hub.name(),
                            value,
                            failure == null ? HubException.pending() : HubException.explain(failure))));
        }
    }

    /** Waits for the next answer; null if none comes in time, all hubs have answered, or too many have failed. */
    @Nullable
    T next(Deadline deadline) {
        while (failed <= tolerated) {
            Answer<T> answer = take(deadline);
            if (answer == null || answer.value() != null) {
                return answer == null ? null : answer.value();
            }
        }
        return null;
    }

    /**
     * Waits for the hubs that have not answered yet, though too many have failed: what the others say may tell why.
     *
     * @return how many more gave an answer
     */
    int rest(Deadline deadline) {
        int more = 0;
        for (Answer<T> answer = take(deadline); answer != null; answer = take(deadline)) {
            more += answer.value() == null ? 0 : 1;
        }
        return more;
    }

    private @Nullable Answer<T> take(Deadline deadline) {
        Answer<T> answer = queue.next(deadline);
        if (answer != null) {
            if (answer.value() == null) {
                failed++;
                without.put(answer.hub(), answer.failure());
            } else {
                without.remove(answer.hub());
            }
        }
        return answer;
    }

    /** The hubs that gave no answer, and why. */
    Map<NodeName, String> reasons() {
        Map<NodeName, String> reasons = new TreeMap<>();
        without.forEach((hub, failure) -> reasons.put(hub, failure.getMessage()));
        return reasons;
    }
}
