package org.dske.hub.keyshare;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dske.http.Endpoint;
import org.dske.http.Parameters;
import org.dske.hub.share.HeldShare;
import org.dske.hub.signature.SignedExchange;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.key.Uuids;
import org.dske.protocol.FetchKeySharesRequest;
import org.dske.protocol.FetchKeySharesResponse;
import org.dske.protocol.GetKeyShareResponse;
import org.dske.protocol.PostKeyShareRequest;
import org.dske.protocol.PostKeySharesRequest;
import org.dske.protocol.Resources;
import org.jspecify.annotations.Nullable;

/** The in-band interface for shares: of one key, which is a batch of one, and of many keys in one exchange. Source: protocol, section 3. */
@Path(Resources.API)
@Endpoint
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class KeyShareResource {
    private final KeyShareIntake intake;
    private final KeyShareDelivery delivery;

    @Inject
    public KeyShareResource(KeyShareIntake intake, KeyShareDelivery delivery) {
        this.intake = intake;
        this.delivery = delivery;
    }

    /** Takes a share from an initiator. */
    @POST
    @Path(Resources.KEY_SHARE)
    @Consumes(MediaType.APPLICATION_JSON)
    public Map<String, String> post(PostKeyShareRequest message, @Context ContainerRequestContext request) {
        return take(message.asBatch(), request);
    }

    /** Gives a share to a responder. A classic peer may leave the two SAE IDs out. */
    @GET
    @Path(Resources.KEY_SHARE)
    public GetKeyShareResponse get(
            @QueryParam(Resources.CLIENT_NAME) @Nullable String clientName,
            @QueryParam(Resources.MASTER_SAE_ID) @Nullable String masterSaeId,
            @QueryParam(Resources.SLAVE_SAE_ID) @Nullable String slaveSaeId,
            @QueryParam(Resources.KEY_ID) @Nullable String keyId,
            @Context ContainerRequestContext request) {
        SignedExchange exchange = exchange(request);
        exchange.requireSigner(Parameters.required(Resources.CLIENT_NAME, clientName));
        ShareRequester requester = ShareRequester.of(
                exchange,
                masterSaeId == null ? null : new SaeId(masterSaeId),
                slaveSaeId == null ? null : new SaeId(slaveSaeId));
        KeyId key = new KeyId(Uuids.parse(Resources.KEY_ID, Parameters.required(Resources.KEY_ID, keyId)));
        return GetKeyShareResponse.of(give(exchange, new WantedShares(() -> requester, List.of(key))));
    }

    /** Takes shares from an initiator, all or none. */
    @POST
    @Path(Resources.KEY_SHARES)
    @Consumes(MediaType.APPLICATION_JSON)
    public Map<String, String> postAll(PostKeySharesRequest message, @Context ContainerRequestContext request) {
        return take(message, request);
    }

    /** Gives shares to a responder, all or none. */
    @POST
    @Path(Resources.KEY_SHARES + "/" + Resources.FETCH)
    @Consumes(MediaType.APPLICATION_JSON)
    public FetchKeySharesResponse fetch(FetchKeySharesRequest message, @Context ContainerRequestContext request) {
        SignedExchange exchange = exchange(request);
        exchange.requireSigner(message.clientName());
        return give(exchange, WantedShares.of(exchange, message));
    }

    private Map<String, String> take(PostKeySharesRequest message, ContainerRequestContext request) {
        SignedExchange exchange = exchange(request);
        exchange.requireSigner(message.masterClientName());
        List<PostedShares> posts = List.of(PostedShares.of(message));
        intake.await(
                intake.take(exchange, message.encryptionKeyAllocation(), posts).getFirst());
        return Map.of();
    }

    private FetchKeySharesResponse give(SignedExchange exchange, WantedShares wanted) {
        GivenShares given = delivery.give(exchange, List.of(wanted), true, KeyShareResource::bytes);
        ShareDelivery shares = given.deliveries().getFirst();
        shares.requireSuccess();
        return new FetchKeySharesResponse(
                Objects.requireNonNull(given.padMessage()),
                shares.messages(),
                shares.terms().sharing(),
                shares.terms().threshold(),
                shares.terms().namedPlaces());
    }

    private static long bytes(List<HeldShare> shares) {
        return shares.stream().mapToLong(HeldShare::size).sum();
    }

    private static SignedExchange exchange(ContainerRequestContext request) {
        return SignedExchange.of(request.getProperty(SignedExchange.PROPERTY));
    }
}
