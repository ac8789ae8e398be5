package org.dske.hub.keyshare;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.dske.hub.signature.SignedExchange;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.protocol.FetchKeySharesRequest;
import org.dske.protocol.FetchKeySharesResponse;
import org.dske.protocol.PostKeySharesRequest;
import org.dske.protocol.Resources;

/** The in-band interface for the shares of many keys in one exchange. Source: protocol, section 3. */
@Path(Resources.API + "/" + Resources.KEY_SHARES)
@Dependent
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class KeySharesResource {
    private final KeyShareIntake intake;
    private final KeyShareDelivery delivery;

    @Inject
    public KeySharesResource(KeyShareIntake intake, KeyShareDelivery delivery) {
        this.intake = intake;
        this.delivery = delivery;
    }

    /** Takes shares from an initiator, all or none. */
    @POST
    public Map<String, String> post(PostKeySharesRequest message, @Context ContainerRequestContext request) {
        intake.take(SignedExchange.of(request.getProperty(SignedExchange.PROPERTY)), message);
        return Map.of();
    }

    /** Gives shares to a responder, all or none. */
    @POST
    @Path(Resources.FETCH)
    public FetchKeySharesResponse fetch(FetchKeySharesRequest message, @Context ContainerRequestContext request) {
        SignedExchange exchange = SignedExchange.of(request.getProperty(SignedExchange.PROPERTY));
        exchange.requireSigner(message.clientName());
        return delivery.give(
                exchange,
                ShareRequester.of(exchange, new SaeId(message.masterSaeId()), new SaeId(message.slaveSaeId())),
                message.shares().stream()
                        .map(share -> new KeyId(share.userKeyId()))
                        .toList());
    }
}
