package org.dske.hub.directory;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.hub.quota.Quota;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.PeerName;

/**
 * Whose the encryptors are: an encryptor belongs to the client that registered it first, until no machine of that client names it any
 * more. Safe for concurrent use, also by several instances of the hub where they have one store. Fails as {@link ShareStore} does if the
 * store is away.
 */
public interface ClientDirectory {
    /**
     * The client that an encryptor belongs to.
     *
     * @param client its name
     * @param bestSuite the name of the best suite that it speaks
     */
    record Owner(NodeName client, String bestSuite) {}

    /**
     * Takes a registration of a client's machine, in place of an earlier one.
     *
     * @param quota how many machines there may be
     * @return fails with a {@link RequestException}: 409 if an encryptor belongs to another client, or another client knows the hub by
     *     another number; 429 if there are too many clients; nothing has changed then
     */
    CompletableFuture<Void> register(ClientEntry entry, Quota quota);

    /** Forgets a client's machine, if it is there, and frees the encryptors that no other one of that client names. */
    CompletableFuture<Void> unregister(PeerName client);

    /** {@return whose an encryptor is; nothing if it is nobody's} */
    Optional<Owner> find(SaeId encryptor);

    /** {@return how many machines of clients are registered} */
    int size();

    /** The refusal of an encryptor of another client. */
    static RequestException belongsTo(SaeId encryptor, NodeName owner) {
        return new RequestException(ErrorCode.CONFLICT, "encryptor " + encryptor + " belongs to client " + owner);
    }

    /** The refusal of a number of a hub that another client knows by another one: none of the two can join the other's shares of it. */
    static RequestException otherNumber(NodeName hub, NodeName client, int number, NodeName other, int known) {
        return new RequestException(
                ErrorCode.CONFLICT,
                "client " + client + " knows hub " + hub + " by the number " + number + ", and client " + other + " by "
                        + known + ": the number of a hub is one for all clients",
                Map.of("hub_number", number, "known_number", known));
    }
}
