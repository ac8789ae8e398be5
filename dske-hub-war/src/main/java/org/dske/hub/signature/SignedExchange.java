package org.dske.hub.signature;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.dske.allocation.AllocatedBytes;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.hub.client.PeerClient;
import org.dske.key.NodeName;
import org.dske.ledger.StoreException;
import org.dske.psrd.Pool.Use;
import org.dske.psrd.PoolExhaustedException;
import org.dske.psrd.PoolStoppedException;
import org.dske.signature.InvalidSignatureException;
import org.dske.signature.Signature;
import org.dske.signature.SignatureSuite;
import org.dske.signature.SignedMessage;
import org.dske.signature.SigningKey;
import org.dske.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A request whose signature verified, and what its response will be signed with. It travels as a property of the request,
 * and is used by the one thread that serves it.
 */
public final class SignedExchange {
    /** The name of the property of a request that holds its exchange. */
    public static final String PROPERTY = SignedExchange.class.getName();

    private final NodeName hub;
    private final PeerClient client;
    private final Use use;
    private final SignatureSuite suite;
    private final String requestHeader;
    private final char separator;
    private final Deadline deadline;
    private @Nullable AllocatedBytes signingKey;
    private int status;
    private volatile boolean refusalRecorded;

    SignedExchange(
            NodeName hub,
            PeerClient client,
            Use use,
            SignatureSuite suite,
            String requestHeader,
            char separator,
            Duration patience) {
        this.hub = hub;
        this.client = client;
        this.use = use;
        this.suite = suite;
        this.requestHeader = requestHeader;
        this.separator = separator;
        this.deadline = Deadline.in(patience);
        this.signingKey =
                client.hubPool().allocate(use, patience, SigningKey.SIZE).get(0);
    }

    /**
     * The exchange that a request belongs to, by its property {@link #PROPERTY}.
     *
     * @throws InvalidSignatureException if the request was not verified
     */
    public static SignedExchange of(@Nullable Object property) {
        return find(property).orElseThrow(() -> new InvalidSignatureException("the request is not signed"));
    }

    static Optional<SignedExchange> find(@Nullable Object property) {
        return Optional.ofNullable((SignedExchange) property);
    }

    /** {@return the client who signed the request} */
    public PeerClient client() {
        return client;
    }

    /** {@return the suite that the request was verified in, and the response will be signed in, whatever the client registers meanwhile} */
    public SignatureSuite suite() {
        return suite;
    }

    /** Fails with 403 if a request names another client than the one that signed it. */
    public void requireSigner(String clientName) {
        if (!client.name().name().equals(clientName)) {
            throw new RequestException(
                    ErrorCode.NOT_PERMITTED, "the request names another client than the one that signed it");
        }
    }

    /**
     * Allocates bytes that encrypt a part of the response, and with them its signing key: both or neither, so that responses
     * that hold the one never wait for each other's other. Waits for a refill no longer than the whole exchange may.
     *
     * @param size in bytes
     * @return the bytes
     * @throws org.dske.psrd.PoolExhaustedException if too little is left
     */
    public AllocatedBytes allocate(int size) {
        giveSigningKeyBack();
        List<AllocatedBytes> both = client.hubPool().allocate(deadline.left(), size, SigningKey.SIZE);
        signingKey = both.get(1);
        return both.get(0);
    }

    /**
     * Puts bytes of {@link #allocate} back, which are wiped: the response does not use them after all, and none of them has
     * left this hub.
     */
    public void giveBack(AllocatedBytes allocated) {
        client.hubPool().giveBack(allocated);
    }

    /**
     * The value of {@code DSKE-Signature} for the response with the exact bytes of its entity: signed in the suite of its request
     * with the key that was set aside for it, which is wiped. Nothing if the pool is so dry that there is no key, or its store fails.
     */
    Optional<String> sign(byte[] body) {
        SignedMessage response =
                new SignedMessage.Response(status, requestHeader, client.name().name(), hub.name(), body);
        return signingKey().map(allocated -> {
            try (SigningKey key = new SigningKey(allocated.bytes())) {
                return new Signature(allocated.allocation(), suite.tag(key, response), separator).toString();
            }
        });
    }

    /** The key that the response is signed with; nothing if there is none. */
    private Optional<AllocatedBytes> signingKey() {
        if (signingKey == null) {
            try {
                signingKey = client.hubPool()
                        .allocate(use, Duration.ZERO, SigningKey.SIZE)
                        .get(0);
            } catch (PoolExhaustedException | PoolStoppedException | StoreException e) {
                // The response says so itself, unsigned.
                return Optional.empty();
            }
        }
        return Optional.of(signingKey);
    }

    /** Takes note of the status of the response. */
    void status(int code) {
        status = code;
    }

    /**
     * What the two share is not what it was when the request came: the response is signed with bytes that both have now. (A client that has
     * lost its store has none of those that were next.)
     */
    public void renewSigningKey() {
        giveSigningKeyBack();
    }

    /** Takes note that the audit log has lines of what of the request is refused. */
    public void refusalRecorded() {
        refusalRecorded = true;
    }

    /** {@return whether the audit log has lines of what of the request is refused} */
    public boolean isRefusalRecorded() {
        return refusalRecorded;
    }

    private void giveSigningKeyBack() {
        if (signingKey != null) {
            client.hubPool().giveBack(use, signingKey);
            signingKey = null;
        }
    }

    @Override
    public String toString() {
        return "SignedExchange[" + Objects.toString(client.name()) + "]";
    }
}
