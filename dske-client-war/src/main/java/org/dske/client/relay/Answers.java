package org.dske.client.relay;

import java.util.List;
import java.util.Map;
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
    private int failed;
    private int pending;

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
        this.pending = hubs.size();
        for (PeerHub hub : hubs) {
            without.put(hub.name(), HubException.pending());
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
        while (pending > 0 && failed <= tolerated) {
            Answer<T> answer = poll(deadline);
            if (answer == null) {
                return null;
            }
            pending--;
            if (answer.value() != null) {
                without.remove(answer.hub());
                return answer.value();
            }
            failed++;
            without.put(answer.hub(), hubException(answer.failure()));
        }
        return null;
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
                    return failure != null && failure.mayPass();
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
