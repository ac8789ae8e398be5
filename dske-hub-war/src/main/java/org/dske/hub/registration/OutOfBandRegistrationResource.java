package org.dske.hub.registration;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.dske.http.Parameters;
import org.dske.hub.client.ClientRegistration;
import org.dske.hub.client.PeerClients;
import org.dske.ledger.PeerName;
import org.dske.protocol.RegistrationRequest;
import org.dske.protocol.RegistrationResponse;
import org.dske.protocol.Resources;
import org.dske.signature.Suites;
import org.jspecify.annotations.Nullable;

/** Registration, out of band: not authenticated, it stands in for a courier. Source: protocol, section 1. */
@Path(Resources.OOB + "/" + Resources.REGISTRATION)
@OutOfBandFilter.OutOfBand
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public final class OutOfBandRegistrationResource {
    private final PeerClients clients;
    private final RegistrationAnswers answers;
    private final Suites suites;

    @Inject
    public OutOfBandRegistrationResource(PeerClients clients, RegistrationAnswers answers, Suites suites) {
        this.clients = clients;
        this.answers = answers;
        this.suites = suites;
    }

    /** Registers a client, or renews its registration. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public RegistrationResponse register(RegistrationRequest request) {
        return answers.to(request, clients.register(ClientRegistration.of(request, suites)));
    }

    /** Unregisters a client. */
    @DELETE
    public Map<String, String> unregister(
            @QueryParam(Resources.CLIENT_NAME) @Nullable String clientName,
            @QueryParam(Resources.INSTANCE) @Nullable String instance) {
        PeerName name = PeerName.of(Parameters.required(Resources.CLIENT_NAME, clientName), instance);
        clients.unregister(name);
        return Map.of();
    }
}
