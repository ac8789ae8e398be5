package org.dske.client.peerhub;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.dske.error.ErrorCode;
import org.dske.key.NodeName;
import org.dske.key.PercentEncoding;
import org.dske.key.SaeId;
import org.dske.protocol.EncryptorResponse;
import org.dske.protocol.Resources;
import org.dske.signature.ClassicSuite;

/**
 * Asks a hub which client an encryptor is registered with. A hub of ours names the encryptor in every answer; one that refuses
 * without naming it has no such resource, and cannot say. In the suite {@code classic} a response is not bound to its request,
 * so the name also keeps answers apart that somebody exchanged on their way.
 */
final class EncryptorLookup {
    /** What the largest context of the suite {@code its} has room for beside all other parts of a look-up: any 255 characters of ASCII. */
    private static final int MOST_IN_PATH = 765;

    private final InBand inBand;
    private final Outlay outlay;
    private final Lacks lacks;
    private final BooleanSupplier lostItsMemory;

    /**
     * Look-ups at a hub.
     *
     * @param inBand the hub
     * @param outlay the bytes that messages cost
     * @param lacks what the hub does not have
     * @param lostItsMemory whether the hub lost its memory a short time ago: it cannot say then that nobody has registered an
     *     encryptor, since somebody may not have noticed yet
     */
    EncryptorLookup(InBand inBand, Outlay outlay, Lacks lacks, BooleanSupplier lostItsMemory) {
        this.inBand = inBand;
        this.outlay = outlay;
        this.lacks = lacks;
        this.lostItsMemory = lostItsMemory;
    }

    /**
     * Looks an encryptor up.
     *
     * @return its client; nothing if the hub says that nobody has registered it
     * @throws HubException a refusal if the hub cannot say
     */
    Optional<RegisteredClient> find(SaeId encryptor, Exchanges.Exchange exchange) {
        long asked = lacks.now();
        if (PercentEncoding.encode(encryptor.name(), "").length() > MOST_IN_PATH) {
            throw HubException.refused(
                    ErrorCode.NOT_FOUND.httpStatus(), null, "the SAE ID is too long to be asked for in a signed path");
        }
        if (lacks.includes(Resources.ENCRYPTORS)) {
            throw HubException.refused(ErrorCode.NOT_FOUND.httpStatus(), null, "it does not tell where encryptors are");
        }
        try {
            return Optional.of(exchange.make(attempt -> {
                EncryptorResponse found = outlay.ask(key -> inBand.find(encryptor, key));
                if (!found.saeId().equals(encryptor.name())) {
                    throw HubException.of(HubException.Kind.NO_ANSWER, "its answer is about another encryptor");
                }
                return new RegisteredClient(new NodeName(found.clientName()), ClassicSuite.NAME.equals(found.suite()));
            }));
        } catch (HubException e) {
            boolean notFound = e.isRefusal(ErrorCode.NOT_FOUND);
            boolean saysSo = notFound && Facts.isAbout(encryptor, e.details());
            if (saysSo && !lostItsMemory.getAsBoolean()) {
                return Optional.empty();
            }
            if (notFound && !saysSo) {
                lacks.note(Resources.ENCRYPTORS, asked);
            }
            throw e;
        }
    }
}
