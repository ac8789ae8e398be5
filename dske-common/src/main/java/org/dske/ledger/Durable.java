package org.dske.ledger;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What has to be on the disk before there is an answer. */
public final class Durable {
    private Durable() {}

    /**
     * Waits for it.
     *
     * @throws RuntimeException the same that a future fails with, so that whoever asked hears the reason
     */
    public static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw e;
        }
    }
}
