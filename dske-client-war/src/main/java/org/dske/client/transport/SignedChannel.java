package org.dske.client.transport;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.dske.allocation.AllocatedBytes;
import org.dske.allocation.Allocation;
import org.dske.error.DskeException;
import org.dske.error.ErrorCode;
import org.dske.key.NodeName;
import org.dske.protocol.Resources;
import org.dske.psrd.PeerPool;
import org.dske.psrd.Pool.Use;
import org.dske.psrd.UnknownBlockException;
import org.dske.secret.SecretBytes;
import org.dske.signature.Signature;
import org.dske.signature.SignatureSuite;
import org.dske.signature.SignedMessage;
import org.dske.signature.SigningKey;

/**
 * Sends signed requests to one hub, and lets only answers through whose signature verifies over the exact bytes that arrived; any
 * other is no answer, and at most a hint. What a verified answer says, an error perhaps, is the caller's business. Source: protocol,
 * section 4.
 */
public final class SignedChannel {
    private final HttpTransport http;
    private final URI url;
    private final NodeName client;
    private final NodeName hub;
    private final PeerPool hubPool;
    private final Duration patience;
    private final int maxBody;

    /**
     * A channel.
     *
     * @param hubPool the pool that the hub signs and encrypts out of
     * @param patience how long to wait for a block that the hub has named and that is under way
     * @param maxBody bytes of the largest answer
     */
    public SignedChannel(
            HttpTransport http, URI hub, NodeName client, PeerPool hubPool, Duration patience, int maxBody) {
        this.http = http;
        this.url = HttpTransport.url(hub, Resources.API);
        this.client = client;
        this.hub = NodeName.lastPartOf(hub.getPath());
        this.hubPool = hubPool;
        this.patience = patience;
        this.maxBody = maxBody;
    }

    /**
     * Makes an exchange: signs the request, sends it, and verifies the answer in the same suite, whatever is registered meanwhile.
     *
     * @param key its signing key, which stays the caller's
     * @param limit how long it may take until the last byte of the answer
     * @param reading makes sense of the answer, which is verified, in a thread that it may block
     * @return what it makes of it
     */
    public <T> CompletableFuture<T> exchange(
            HubRequest request,
            AllocatedBytes key,
            SignatureSuite suite,
            Duration limit,
            Function<HttpReply, T> reading) {
        return exchange(Use.EXCHANGE, request, key, suite, limit, reading);
    }

    /** The same, of which the answer may be signed out of a pool that is not settled if it is a registration. */
    public <T> CompletableFuture<T> exchange(
            Use use,
            HubRequest request,
            AllocatedBytes key,
            SignatureSuite suite,
            Duration limit,
            Function<HttpReply, T> reading) {
        String signature = sign(request, key, suite);
        return http.send(url, request, signature, maxBody, limit, reply -> {
            verify(use, reply, signature, suite);
            return reading.apply(reply);
        });
    }

    /** Who signs requests. */
    public NodeName client() {
        return client;
    }

    /** Signs a request: the value of its {@code DSKE-Signature}. */
    String sign(HubRequest request, AllocatedBytes key, SignatureSuite suite) {
        byte[] tag = suite.tag(
                new SigningKey(key.bytes()),
                new SignedMessage.Request(
                        request.method(),
                        request.resource(),
                        request.query(),
                        client.name(),
                        hub.name(),
                        request.body()));
        return new Signature(key.allocation(), tag, Signature.SEMICOLON).toString();
    }

    /**
     * Verifies an answer and uses its signing key up; waits for the key's block if it is on its way.
     *
     * @throws HubException if it does not verify; no byte is used up then
     */
    void verify(Use use, HttpReply reply, String requestSignature, SignatureSuite suite) {
        if (reply.signature().isEmpty()) {
            throw unsigned(reply);
        }
        try {
            Signature signature = Signature.parse(reply.signature());
            try (SigningKey key =
                    new SigningKey(hubPool.peek(use, signature.allocation(), SigningKey.SIZE, patience))) {
                suite.verify(
                        key,
                        new SignedMessage.Response(
                                reply.status(), requestSignature, client.name(), hub.name(), reply.body()),
                        signature);
            }
            hubPool.consume(use, signature.allocation());
        } catch (UnknownBlockException e) {
            throw HubException.of(HubException.Kind.UNKNOWN_BLOCK, "its answer is signed with an unknown block");
        } catch (DskeException e) {
            throw HubException.of(HubException.Kind.UNVERIFIED, "its answer does not verify: " + e.getMessage());
        }
    }

    /**
     * Takes the pad that a verified answer names out of the hub's pool; waits for its block if that is on its way.
     *
     * @param pad the bytes' names
     * @param size how many bytes they must be
     * @return the bytes, which are the caller's; fails as {@link PeerPool#peek} and {@link PeerPool#consume} do
     */
    public SecretBytes take(Allocation pad, int size) {
        SecretBytes bytes = hubPool.peek(pad, size, patience);
        try {
            hubPool.consume(pad);
            return bytes;
        } catch (RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private static HubException unsigned(HttpReply reply) {
        String reason = "it answered " + reply.status() + " without a signature";
        if (reply.status() == ErrorCode.NOT_AUTHENTICATED.httpStatus()
                && new ErrorDetails(reply.error().details()).saysUsed()) {
            return HubException.of(HubException.Kind.SEEMS_USED, reason + " that the request names used bytes");
        }
        if (reply.status() == ErrorCode.NOT_PERMITTED.httpStatus()
                && new ErrorDetails(reply.error().details()).saysNotEnrolled()) {
            return HubException.of(
                    HubException.Kind.FORGOTTEN, "it says, without a signature, that it has taken this client out");
        }
        return switch (reply.status()) {
            // Nobody who means it well says that it is done, and does not sign.
            case 200 -> HubException.of(HubException.Kind.UNVERIFIED, reason);
            case 400, 401, 403, 404 -> HubException.of(HubException.Kind.FORGOTTEN, reason);
            // How many bytes are missing is the word of nobody in particular.
            case 503 ->
                HubException.of(
                        HubException.Kind.SEEMS_DRY,
                        new ErrorDetails(reply.error().details()),
                        reason);
            default -> HubException.of(HubException.Kind.NO_ANSWER, reason);
        };
    }
}
