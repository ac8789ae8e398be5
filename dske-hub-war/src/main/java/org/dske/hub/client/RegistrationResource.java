package org.dske.hub.client;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.dske.http.Parameters;
import org.dske.key.NodeName;
import org.dske.ledger.PeerName;
import org.dske.protocol.IncarnationMessage;
import org.dske.protocol.RegistrationRequest;
import org.dske.protocol.RegistrationResponse;
import org.dske.protocol.Resources;
import org.dske.signature.Suites;
import org.jspecify.annotations.Nullable;

/** Registration, out of band: not authenticated, it stands in for a courier. Source: protocol, section 1. */
@Path(Resources.OOB + "/" + Resources.REGISTRATION)
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public final class RegistrationResource {
    private static final Logger LOG = Logger.getLogger(RegistrationResource.class.getName());

    private final NodeName hub;
    private final PeerClients clients;
    private final Suites suites;

    @Inject
    public RegistrationResource(NodeName hub, PeerClients clients, Suites suites) {
        this.hub = hub;
        this.clients = clients;
        this.suites = suites;
    }

    /** Registers a client, or renews its registration. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public RegistrationResponse register(RegistrationRequest request) {
        PeerClient client = clients.register(ClientRegistration.of(request, suites));
        String suite = client.suite().wireName();
        return new RegistrationResponse(
                hub.name(),
                // Who names none may not know the answer's member either.
                request.suites() == null ? null : suite,
                request.knownBlocks() == null ? null : blocksSharedWith(client),
                request.marks() == null ? null : marksOf(client),
                client.hubIncarnation().map(IncarnationMessage::of).orElse(null));
    }

    /** Unregisters a client. */
    @DELETE
    public Map<String, String> unregister(
            @QueryParam(Resources.CLIENT_NAME) @Nullable String clientName,
            @QueryParam(Resources.INSTANCE) @Nullable String instance) {
        PeerName name = PeerName.of(Parameters.required(Resources.CLIENT_NAME, clientName), instance);
        clients.unregister(name);
        LOG.info(() -> "client " + name + " unregistered");
        return Map.of();
    }

    private static Map<String, Integer> marksOf(PeerClient client) {
        Map<UUID, Integer> marks = new HashMap<>();
        client.pools().forEach(pool -> marks.putAll(pool.marks()));
        return RegistrationRequest.member(marks);
    }

    private static List<UUID> blocksSharedWith(PeerClient client) {
        return Stream.concat(client.clientPool().blockUuids().stream(), client.hubPool().blockUuids().stream())
                .toList();
    }
}
