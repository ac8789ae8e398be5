package org.dske.hub.encryptor;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.http.Endpoint;
import org.dske.http.Parameters;
import org.dske.hub.directory.ClientDirectory;
import org.dske.hub.signature.SignedExchange;
import org.dske.key.SaeId;
import org.dske.protocol.EncryptorResponse;
import org.dske.protocol.Resources;
import org.jspecify.annotations.Nullable;

/** Which client an encryptor is registered with, and the best suite that this client speaks. Source: protocol, section 3. */
@Path(Resources.API + "/" + Resources.ENCRYPTORS)
@Endpoint
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class EncryptorResource {
    private final ClientDirectory clients;

    @Inject
    public EncryptorResource(ClientDirectory clients) {
        this.clients = clients;
    }

    /** Looks an encryptor up. */
    @GET
    @Path("{sae_id}")
    public EncryptorResponse find(
            @PathParam("sae_id") String saeId,
            @QueryParam(Resources.CLIENT_NAME) @Nullable String clientName,
            @Context ContainerRequestContext request) {
        SignedExchange.of(request.getProperty(SignedExchange.PROPERTY))
                .requireSigner(Parameters.required(Resources.CLIENT_NAME, clientName));
        SaeId encryptor = new SaeId(saeId);
        return clients.find(encryptor)
                .map(owner ->
                        new EncryptorResponse(encryptor.name(), owner.client().name(), owner.bestSuite()))
                .orElseThrow(() -> new RequestException(
                        ErrorCode.NOT_FOUND,
                        "encryptor " + encryptor + " is not registered with this hub",
                        Map.of(EncryptorResponse.SAE_ID, encryptor.name())));
    }
}
