package org.dske.client.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.dske.client.peerhub.PeerHub;
import org.dske.key.KeyId;
import org.dske.secret.SecretBytes;
import org.dske.sharing.Reconstruction;
import org.dske.sharing.SecretSharing;
import org.dske.sharing.Share;

/**
 * The gathering of one key's shares. Where a share has come, the key exists, and a hub that had none may be one that the
 * initiator has not reached yet: such hubs are asked again, with growing delay, as long as they could make up k shares.
 *
 * <p>For one thread.
 */
final class Gathering implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final SecretSharing sharing;
    private final Function<PeerHub, CompletableFuture<Share>> question;
    private final long deadline;
    private final Reconstruction reconstruction;
    private final List<CompletableFuture<Share>> asked = new ArrayList<>();
    private final Answers<Share> answers;
    private Duration pause = FIRST_PAUSE;
    private int given;

    /**
     * Asks all hubs.
     *
     * @param keyId the key
     * @param hubs the hubs
     * @param sharing how the key was split
     * @param question what to ask each
     * @param timeout how long it may take
     */
    Gathering(
            KeyId keyId,
            List<PeerHub> hubs,
            SecretSharing sharing,
            Function<PeerHub, CompletableFuture<Share>> question,
            Duration timeout) {
        this.sharing = sharing;
        this.question = question;
        this.deadline = System.nanoTime() + timeout.toNanos();
        this.reconstruction = new Reconstruction(sharing, keyId);
        this.answers = new Answers<>(hubs, sharing.threshold(), hub -> remembered(question.apply(hub)));
    }

    /**
     * Waits until k good shares are there.
     *
     * @return the key; nothing if there are too few
     */
    Optional<SecretBytes> key() {
        do {
            for (Share share = answers.next(deadline); share != null; share = answers.next(deadline)) {
                given++;
                Optional<SecretBytes> key = reconstruction.add(share);
                if (key.isPresent()) {
                    return key;
                }
            }
        } while (askAgain());
        return Optional.empty();
    }

    /**
     * Waits for the hubs that have not answered yet, though the key is out of reach.
     *
     * @param limit how long
     */
    void awaitRest(Duration limit) {
        given += answers.rest(Math.min(deadline, System.nanoTime() + limit.toNanos()));
    }

    /** How many hubs gave a share. */
    int given() {
        return given;
    }

    /** What came of the hubs that gave none. */
    Answers<Share> answers() {
        return answers;
    }

    /** Wipes the shares, those that arrive later too: their exchanges go on, so that both sides count the same bytes. */
    @Override
    public void close() {
        asked.forEach(share -> {
            CompletableFuture<Void> unused = share.thenAccept(Share::close);
        });
    }

    private boolean askAgain() {
        List<PeerHub> late = answers.mayAnswerLater();
        if (given == 0 || late.isEmpty() || given + late.size() + answers.pending() < sharing.threshold()) {
            return false;
        }
        if (deadline - System.nanoTime() <= pause.toNanos()) {
            return false;
        }
        Executor later = CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS);
        pause = pause.multipliedBy(2);
        answers.askAgain(
                late,
                hub -> remembered(
                        CompletableFuture.runAsync(() -> {}, later).thenCompose(ended -> question.apply(hub))));
        return true;
    }

    private CompletableFuture<Share> remembered(CompletableFuture<Share> share) {
        asked.add(share);
        return share;
    }
}
