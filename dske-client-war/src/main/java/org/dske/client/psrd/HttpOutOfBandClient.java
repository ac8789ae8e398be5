package org.dske.client.psrd;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dske.client.transport.ErrorDetails;
import org.dske.client.transport.HttpReply;
import org.dske.client.transport.HttpTransport;
import org.dske.client.transport.HubException;
import org.dske.client.transport.HubRequest;
import org.dske.json.JsonMessages;
import org.dske.json.PsrdBlockReader;
import org.dske.ledger.Incarnation;
import org.dske.ledger.Origin;
import org.dske.ledger.PoolOwner;
import org.dske.protocol.PsrdBlock;
import org.dske.protocol.RegistrationResponse;
import org.dske.protocol.Resources;
import org.dske.psrd.Block;
import org.dske.psrd.Pool;
import org.dske.secret.SecretBytes;
import org.dske.signature.Suites;

/**
 * The out-of-band interface over HTTP, or over TLS. Over plain HTTP nobody vouches for what answers there, so each answer is bounded in
 * size and time.
 */
public final class HttpOutOfBandClient implements OutOfBandClient {
    private static final Duration TIME_TO_UNREGISTER = Duration.ofSeconds(1);

    private final HttpTransport http;
    private final URI url;
    private final RegisteringClient self;
    private final Suites suites;
    private final Origin origin;
    private final int maxBody;
    private final Duration limit;

    /**
     * The interface of a hub.
     *
     * @param self who calls it
     * @param origin how blocks come by it
     * @param maxBody the largest response in bytes, but for the block that it may hold
     * @param limit how long one call may take until the last byte of its answer
     */
    public HttpOutOfBandClient(
            HttpTransport http,
            URI hub,
            RegisteringClient self,
            Suites suites,
            Origin origin,
            int maxBody,
            Duration limit) {
        this.http = http;
        this.url = HttpTransport.url(hub, Resources.OOB);
        this.self = self;
        this.suites = suites;
        this.origin = origin;
        this.maxBody = maxBody;
        this.limit = limit;
    }

    @Override
    public CompletableFuture<RegistrationResponse> register(
            Collection<Pool> pools, Supplier<Holding> holding, Optional<Incarnation> incarnation) {
        return send(
                HubRequest.put(Resources.REGISTRATION, self.message(suites, holding.get(), incarnation)),
                maxBody,
                limit,
                body -> JsonMessages.read(body, RegistrationResponse.class));
    }

    @Override
    public CompletableFuture<Block> fetch(PoolOwner owner, int size) {
        String query = query(Resources.POOL_OWNER, owner.wireName(), Resources.SIZE, String.valueOf(size));
        int base64 = (int) Math.min(Integer.MAX_VALUE, maxBody + 4L * size / 3);
        return http.sendApart(
                url, HubRequest.get(Resources.PSRD, query), base64, limit, reply -> block(body(reply), size));
    }

    private Block block(byte[] body, int size) {
        PsrdBlock block = PsrdBlockReader.read(body);
        if (block.data().length != size) {
            Arrays.fill(block.data(), (byte) 0);
            throw HubException.of(
                    HubException.Kind.NO_ANSWER, "it sent a block of " + block.data().length + " bytes, not " + size);
        }
        return new Block(block.blockUuid(), SecretBytes.owning(block.data()), origin);
    }

    /** Nothing is remembered of it. */
    @Override
    public void beginAnew() {}

    @Override
    public CompletableFuture<Void> unregister() {
        return send(
                        HubRequest.delete(Resources.REGISTRATION, query()),
                        maxBody,
                        TIME_TO_UNREGISTER,
                        Function.identity())
                .thenAccept(body -> {});
    }

    /** Who calls, and what else is to be said. */
    private String query(String... others) {
        List<String> all = new ArrayList<>(
                List.of(Resources.CLIENT_NAME, self.client().name().name()));
        if (!self.client().instance().isEmpty()) {
            all.addAll(List.of(Resources.INSTANCE, self.client().instance()));
        }
        all.addAll(List.of(others));
        return HubRequest.query(all.toArray(String[]::new));
    }

    private <T> CompletableFuture<T> send(HubRequest request, int largest, Duration time, Function<byte[], T> reading) {
        return http.send(url, request, "", largest, time, reply -> reading.apply(body(reply)));
    }

    private static byte[] body(HttpReply reply) {
        if (!reply.isSuccess()) {
            throw HubException.refused(
                    reply.status(),
                    new ErrorDetails(reply.error().details()),
                    "it answered " + reply.status() + ": " + reply.error().message());
        }
        return reply.body();
    }
}
