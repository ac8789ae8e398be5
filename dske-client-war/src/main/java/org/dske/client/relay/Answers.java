package org.dske.client.relay;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.dske.client.peerhub.HubException;
import org.dske.client.peerhub.PeerHub;
import org.dske.key.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * The answers of all hubs to one question, in the order in which they come. For one thread.
 *
 * @param <T> what a hub answers
 */
final class Answers<T> {
    private final LinkedBlockingQueue<Answer<T>> arrived = new LinkedBlockingQueue<>();
    private final List<PeerHub> hubs;
    private final int tolerated;
    private final Map<NodeName, HubException> without = new TreeMap<>();
    private final Set<NodeName> pending = new HashSet<>();
    private int failed;

    private record Answer<T>(
            NodeName hub, @Nullable T value, @Nullable Throwable failure) {}

    /**
     * Asks all hubs at once.
     *
     * @param hubs the hubs
     * @param needed how many answers are needed
     * @param question what to ask each
     */
    Answers(List<PeerHub> hubs, int needed, Function<PeerHub, CompletableFuture<T>> question) {
        this.hubs = List.copyOf(hubs);
        this.tolerated = hubs.size() - needed;
        hubs.forEach(hub -> without.put(hub.name(), HubException.pending()));
        ask(hubs, question);
    }

    /**
     * Asks hubs again that have failed.
     *
     * @param again the hubs
     * @param question what to ask each
     */
    void askAgain(List<PeerHub> again, Function<PeerHub, CompletableFuture<T>> question) {
        failed -= again.size();
        ask(again, question);
    }

    private void ask(List<PeerHub> asked, Function<PeerHub, CompletableFuture<T>> question) {
        asked.forEach(hub -> pending.add(hub.name()));
        for (PeerHub hub : asked) {
            CompletableFuture<Void> unused = question.apply(hub).handle((value, failure) -> {
                arrived.add(new Answer<>(hub.name(), value, failure));
                return null;
            });
        }
    }

    /**
     * Waits for the next answer.
     *
     * @param deadline by {@link System#nanoTime()}
     * @return the answer; null if none comes in time, all hubs have answered, or too many have failed
     */
    @Nullable
    T next(long deadline) {
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
     * @param deadline by {@link System#nanoTime()}
     * @return how many more gave an answer
     */
    int rest(long deadline) {
        int given = 0;
        for (Answer<T> answer = take(deadline); answer != null; answer = take(deadline)) {
            given += answer.value() == null ? 0 : 1;
        }
        return given;
    }

    /** How many hubs have not answered yet. */
    int pending() {
        return pending.size();
    }

    private @Nullable Answer<T> take(long deadline) {
        Answer<T> answer = pending.isEmpty() ? null : poll(deadline);
        if (answer != null) {
            pending.remove(answer.hub());
            if (answer.value() == null) {
                failed++;
                without.put(answer.hub(), hubException(answer.failure()));
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

    /** How many hubs refused, signed, with a status. */
    long refusals(int status) {
        return without.values().stream()
                .filter(failure -> failure.refusal().orElse(0) == status)
                .count();
    }

    /** The hubs that failed in a way that may pass soon. */
    List<PeerHub> mayAnswerLater() {
        return hubs.stream()
                .filter(hub -> {
                    HubException failure = without.get(hub.name());
                    return failure != null && failure.mayPass() && !pending.contains(hub.name());
                })
                .toList();
    }

    private @Nullable Answer<T> poll(long deadline) {
        try {
            return arrived.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static HubException hubException(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof HubException ours ? ours : HubException.unexpected(cause);
    }
}
