package org.dske.client.keyshare;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.dske.client.transport.ErrorDetails;
import org.dske.client.transport.HubException;
import org.dske.client.transport.HubRequest;
import org.dske.client.transport.MissingResources;
import org.dske.error.ErrorCode;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.protocol.EncryptorResponse;
import org.dske.protocol.Resources;
import org.dske.signature.ClassicSuite;
import org.dske.time.Deadline;

/**
 * Asks a hub which client an encryptor is registered with. A hub of ours names the encryptor in every answer; one that refuses
 * without naming it has no such resource, and cannot say. In the suite {@code classic} a response is not bound to its request,
 * so the name also keeps answers apart that somebody exchanged on their way.
 */
public final class EncryptorLookup {
    /** What the largest context of the suite {@code its} has room for beside all other parts of a look-up: any 255 characters of ASCII. */
    private static final int MOST_IN_PATH = 765;

    private final InBandClient inBand;
    private final BooleanSupplier lostItsMemory;

    /**
     * Look-ups at a hub.
     *
     * @param inBand the hub
     * @param lostItsMemory whether the hub lost its memory a short time ago: it cannot say then that nobody has registered an
     *     encryptor, since somebody may not have noticed yet
     */
    public EncryptorLookup(InBandClient inBand, BooleanSupplier lostItsMemory) {
        this.inBand = inBand;
        this.lostItsMemory = lostItsMemory;
    }

    /**
     * Looks an encryptor up. The future has its client, or nothing if the hub says that nobody has registered it; fails with a {@link
     * HubException}, which is a refusal if the hub cannot say.
     */
    public CompletableFuture<Optional<RegisteredClient>> find(SaeId encryptor, Duration time) {
        return inBand.start(time, deadline -> find(encryptor, deadline));
    }

    private CompletableFuture<Optional<RegisteredClient>> find(SaeId encryptor, Deadline deadline) {
        String inPath = HubRequest.encode(encryptor.name());
        if (inPath.length() > MOST_IN_PATH) {
            return cannotSay("the SAE ID is too long to be asked for in a signed path");
        }
        MissingResources missing = inBand.missing();
        if (missing.includes(Resources.ENCRYPTORS)) {
            return cannotSay("it does not tell where encryptors are");
        }
        long asked = missing.now();
        HubRequest request = HubRequest.get(
                Resources.ENCRYPTORS + "/" + inPath,
                HubRequest.query(Resources.CLIENT_NAME, inBand.client().name()));
        return inBand.ask(request, EncryptorResponse.class, found -> clientOf(encryptor, found), deadline)
                .exceptionallyCompose(failure -> {
                    HubException why = HubException.explain(failure);
                    boolean notFound = why.isRefusal(ErrorCode.NOT_FOUND);
                    boolean saysSo = notFound && why.details().isAbout(encryptor);
                    if (saysSo && !lostItsMemory.getAsBoolean()) {
                        return CompletableFuture.completedFuture(Optional.empty());
                    }
                    if (notFound && !saysSo) {
                        missing.note(Resources.ENCRYPTORS, asked);
                    }
                    return CompletableFuture.failedFuture(why);
                });
    }

    private static <T> CompletableFuture<T> cannotSay(String reason) {
        return CompletableFuture.failedFuture(
                HubException.refused(ErrorCode.NOT_FOUND.httpStatus(), ErrorDetails.NONE, reason));
    }

    private static Optional<RegisteredClient> clientOf(SaeId encryptor, EncryptorResponse found) {
        if (!found.saeId().equals(encryptor.name())) {
            throw HubException.of(HubException.Kind.NO_ANSWER, "its answer is about another encryptor");
        }
        return Optional.of(
                new RegisteredClient(new NodeName(found.clientName()), ClassicSuite.NAME.equals(found.suite())));
    }
}
