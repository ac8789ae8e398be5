package org.dske.hub.registration;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.dske.http.ConnectionFilter;
import org.dske.http.Endpoint;
import org.dske.http.Parameters;
import org.dske.hub.client.ClientRegistration;
import org.dske.hub.client.PeerClients;
import org.dske.hub.refusal.RefusedRequestFilter;
import org.dske.ledger.PeerName;
import org.dske.protocol.RegistrationRequest;
import org.dske.protocol.RegistrationResponse;
import org.dske.protocol.Resources;
import org.dske.signature.Suites;
import org.jspecify.annotations.Nullable;

/** Registration, out of band: over mutual TLS, or, in a laboratory, by whoever says that he is a client. Source: protocol, section 1. */
@Path(Resources.OOB + "/" + Resources.REGISTRATION)
@OutOfBandFilter.OutOfBand
@Endpoint
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class OutOfBandRegistrationResource {
    private final PeerClients clients;
    private final RegistrationAnswers answers;
    private final Suites suites;
    private final OutOfBandAccess access;

    @Inject
    public OutOfBandRegistrationResource(
            PeerClients clients, RegistrationAnswers answers, Suites suites, OutOfBandAccess access) {
        this.clients = clients;
        this.answers = answers;
        this.suites = suites;
        this.access = access;
    }

    /** Registers a client, or renews its registration. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public RegistrationResponse register(RegistrationRequest request, @Context ContainerRequestContext context) {
        ClientRegistration registration = ClientRegistration.of(request, suites);
        RefusedRequestFilter.claimedBy(registration.client(), context);
        access.require(registration.client().name(), ConnectionFilter.certificatesOf(context));
        return answers.to(request, clients.register(registration));
    }

    /** Unregisters a client. */
    @DELETE
    public Map<String, String> unregister(
            @QueryParam(Resources.CLIENT_NAME) @Nullable String clientName,
            @QueryParam(Resources.INSTANCE) @Nullable String instance,
            @Context ContainerRequestContext context) {
        PeerName name = PeerName.of(Parameters.required(Resources.CLIENT_NAME, clientName), instance);
        RefusedRequestFilter.claimedBy(name, context);
        access.require(name.name(), ConnectionFilter.certificatesOf(context));
        clients.unregister(name);
        return Map.of();
    }
}
