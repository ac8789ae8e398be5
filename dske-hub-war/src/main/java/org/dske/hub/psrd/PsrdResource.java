package org.dske.hub.psrd;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.logging.Logger;
import org.dske.http.ConnectionFilter;
import org.dske.http.Endpoint;
import org.dske.http.Parameters;
import org.dske.hub.client.PeerClient;
import org.dske.hub.client.PeerClients;
import org.dske.hub.refusal.RefusedRequestFilter;
import org.dske.hub.registration.OutOfBandAccess;
import org.dske.hub.registration.OutOfBandFilter;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.protocol.PsrdBlock;
import org.dske.protocol.Resources;
import org.jspecify.annotations.Nullable;

/** Delivery of PSRD, out of band: over mutual TLS, or, in a laboratory, to whoever says that he is a client. Source: protocol, section 1. */
@Path(Resources.OOB + "/" + Resources.PSRD)
@OutOfBandFilter.OutOfBand
@Endpoint
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class PsrdResource {
    private static final Logger LOG = Logger.getLogger(PsrdResource.class.getName());

    private final PeerClients clients;
    private final PsrdSource source;
    private final OutOfBandAccess access;

    @Inject
    public PsrdResource(PeerClients clients, PsrdSource source, OutOfBandAccess access) {
        this.clients = clients;
        this.source = source;
        this.access = access;
    }

    /** Gives a client a fresh block of a size in bytes, for the pool of an owner. */
    @GET
    public PsrdBlock get(
            @QueryParam(Resources.CLIENT_NAME) @Nullable String clientName,
            @QueryParam(Resources.INSTANCE) @Nullable String instance,
            @QueryParam(Resources.POOL_OWNER) @Nullable String poolOwner,
            @QueryParam(Resources.SIZE) @Nullable String size,
            @Context ContainerRequestContext request) {
        PeerName name = PeerName.of(Parameters.required(Resources.CLIENT_NAME, clientName), instance);
        RefusedRequestFilter.claimedBy(name, request);
        Origin origin = access.require(name.name(), ConnectionFilter.certificatesOf(request));
        PeerClient client = clients.get(name);
        PoolOwner owner = PoolOwner.parse(Parameters.required(Resources.POOL_OWNER, poolOwner));
        int bytes = Parameters.number(Resources.SIZE, size, 1, source.maxBlockSize());
        LOG.fine(() -> "client " + client.name() + " gets " + bytes + " bytes for pool " + owner.wireName());
        return source.share(client, owner, bytes, origin);
    }
}
