package org.dske.client.establishment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.dske.client.api.TestClient;
import org.dske.client.transport.HubException;
import org.dske.testing.hub.FakeHub;
import org.dske.time.Deadline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HubAnswersTest {
    private static final List<FakeHub> FAKES =
            List.of(new FakeHub("a"), new FakeHub("b"), new FakeHub("c"), new FakeHub("d"), new FakeHub("e"));
    private static @Nullable TestClient client;

    private final Map<String, CompletableFuture<String>> futures = new HashMap<>();
    private final HubAnswers<String> answers = new HubAnswers<>(
            client().hubs.all(),
            3,
            hub -> futures.computeIfAbsent(hub.name().name(), name -> new CompletableFuture<>()));

    @BeforeAll
    static void start() {
        client = new TestClient("carol", "sam", FAKES, Map.of());
    }

    @AfterAll
    static void stop() {
        client().close();
        FAKES.forEach(FakeHub::close);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMillis(10));
    }

    private static Deadline ever() {
        return Deadline.in(Duration.ofDays(1));
    }

    private static TestClient client() {
        return Objects.requireNonNull(client);
    }

    private CompletableFuture<String> future(String hub) {
        return Objects.requireNonNull(futures.get(hub));
    }

    private void answer(String hub) {
        future(hub).complete("answer of " + hub);
    }

    private void fail(String hub, Throwable failure) {
        future(hub).completeExceptionally(failure);
    }

    @Test
    void allHubsAreAskedAtOnce() {
        assertEquals(Set.of("a", "b", "c", "d", "e"), futures.keySet());
    }

    @Test
    void answersComeInTheOrderOfTheirArrival() {
        answer("d");
        answer("a");
        assertEquals("answer of d", answers.next(ever()));
        assertEquals("answer of a", answers.next(ever()));
        assertNull(answers.next(soon()));
        answer("b");
        assertEquals("answer of b", answers.next(ever()));
    }

    @Test
    void theEndIsNoticedAtOnce() {
        futures.keySet().forEach(this::answer);
        for (int i = 0; i < 5; i++) {
            assertTrue(answers.next(ever()) != null);
        }
        assertNull(answers.next(ever()));
        assertEquals(Map.of(), answers.reasons());
    }

    @Test
    void failuresAreSkippedUntilThereAreTooMany() {
        fail("a", HubException.pending());
        fail("b", new CompletionException(HubException.pending()));
        answer("c");
        assertEquals("answer of c", answers.next(ever()));
        fail("d", new IllegalStateException("secret"));
        assertNull(answers.next(ever()));
        assertEquals(Set.of("a", "b", "d", "e"), names());
        assertTrue(answers.reasons().values().stream().noneMatch(reason -> reason.contains("secret")));
    }

    @Test
    void whoHasNotAnsweredIsNamedWithThatReason() {
        answer("c");
        assertEquals("answer of c", answers.next(ever()));
        assertNull(answers.next(soon()));
        assertEquals(Set.of("a", "b", "d", "e"), names());
        answers.reasons().values().forEach(reason -> assertEquals("no answer yet", reason));
    }

    @Test
    void anInterruptionEndsTheWaitAndIsPassedOn() {
        Thread.currentThread().interrupt();
        assertNull(answers.next(ever()));
        assertTrue(Thread.interrupted());
    }

    private Set<String> names() {
        return answers.reasons().keySet().stream()
                .map(name -> name.name())
                .collect(java.util.stream.Collectors.toSet());
    }
}
