package org.dske.hub.registration;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.dske.http.Endpoint;
import org.dske.hub.client.ClientRegistration;
import org.dske.hub.client.PeerClient;
import org.dske.hub.client.PeerClients;
import org.dske.hub.signature.SignedExchange;
import org.dske.protocol.RegistrationRequest;
import org.dske.protocol.RegistrationResponse;
import org.dske.protocol.Resources;
import org.dske.signature.Suites;

/** Registration, in band: signed with PSRD that a courier has brought. Source: protocol, section 7. */
@Path(Resources.API + "/" + Resources.REGISTRATION)
@Endpoint
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class SignedRegistrationResource {
    private final PeerClients clients;
    private final RegistrationAnswers answers;
    private final Suites suites;

    @Inject
    public SignedRegistrationResource(PeerClients clients, RegistrationAnswers answers, Suites suites) {
        this.clients = clients;
        this.answers = answers;
        this.suites = suites;
    }

    /** Registers the client that has signed the request, or renews its registration. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public RegistrationResponse register(RegistrationRequest request, @Context ContainerRequestContext context) {
        SignedExchange exchange = SignedExchange.of(context.getProperty(SignedExchange.PROPERTY));
        PeerClient client = clients.registerEnrolled(exchange.client(), ClientRegistration.of(request, suites));
        exchange.renewSigningKey();
        return answers.to(request, client);
    }
}
