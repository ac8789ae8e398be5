package org.dske.client.etsi014;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.dske.client.ahead.KeysAhead;
import org.dske.client.caller.CallerFilter;
import org.dske.client.establishment.KeyRequest;
import org.dske.client.establishment.SharingPolicy;
import org.dske.client.retrieval.KeyRetriever;
import org.dske.http.Endpoint;
import org.dske.http.Parameters;
import org.dske.http.UnderWayFilter;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.limit.Caller;
import org.dske.limit.KeyMemory;

/** Key delivery. Source: ETSI GS QKD 014, clause 5. */
@Path(KeyResource.KEYS)
@Endpoint
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class KeyResource {
    static final String KEYS = CallerFilter.INTERFACE + "api/v1/keys";
    private static final String SLAVE = "slave_SAE_ID";
    private static final String MASTER = "master_SAE_ID";
    private static final String ENC_KEYS = "{" + SLAVE + "}/" + KeyRefusalFilter.GET_KEY;
    private static final String DEC_KEYS = "{" + MASTER + "}/" + KeyRefusalFilter.GET_KEY_WITH_KEY_IDS;

    private final Partners partners;
    private final KeyRequestReader requests;
    private final KeyIdsReader keyIds;
    private final KeyLimits limits;
    private final KeyMemory memory;
    private final KeysAhead establisher;
    private final KeyRetriever retriever;
    private final LinkStatusReport report;

    /** The interface of a client. */
    @Inject
    public KeyResource(
            Partners partners,
            KeyLimits limits,
            SharingPolicy sharing,
            KeyMemory memory,
            KeysAhead establisher,
            KeyRetriever retriever,
            LinkStatusReport report) {
        this.partners = partners;
        this.requests = new KeyRequestReader(limits, partners, sharing);
        this.keyIds = new KeyIdsReader(limits);
        this.limits = limits;
        this.memory = memory;
        this.establisher = establisher;
        this.retriever = retriever;
        this.report = report;
    }

    /** Get status (clause 5.2). */
    @GET
    @Path("{" + SLAVE + "}/status")
    public LinkStatus status(@PathParam(SLAVE) String slave, @Context ContainerRequestContext request) {
        SaeId master = CallerFilter.callerOf(request);
        return report.of(master, partners.other(master, slave));
    }

    /**
     * Get key (clause 5.3), what is wanted in the query.
     *
     * @param size the size of each in bits
     */
    @GET
    @Path(ENC_KEYS)
    public KeyContainer encKeys(
            @PathParam(SLAVE) String slave,
            @QueryParam(KeyRequestReader.NUMBER) List<String> number,
            @QueryParam(KeyRequestReader.SIZE) List<String> size,
            @Context ContainerRequestContext request) {
        KeyRequest wanted = requests.ofParameters(
                CallerFilter.callerOf(request),
                slave,
                Parameters.single(KeyRequestReader.NUMBER, number),
                Parameters.single(KeyRequestReader.SIZE, size));
        return establish(wanted, request);
    }

    /** Get key (clause 5.3), what is wanted in the body. */
    @POST
    @Path(ENC_KEYS)
    @Consumes(MediaType.APPLICATION_JSON)
    public KeyContainer encKeys(@PathParam(SLAVE) String slave, byte[] body, @Context ContainerRequestContext request) {
        return establish(requests.ofBody(CallerFilter.callerOf(request), slave, body), request);
    }

    /**
     * Get key with key IDs (clause 5.4), one of them in the query.
     *
     * @param master the encryptor that the key was made for
     */
    @GET
    @Path(DEC_KEYS)
    public KeyContainer decKeys(
            @PathParam(MASTER) String master,
            @QueryParam(KeyIdsReader.KEY_ID) List<String> keyId,
            @Context ContainerRequestContext request) {
        KeyId wanted = keyIds.ofParameter(Parameters.single(KeyIdsReader.KEY_ID, keyId));
        return fetch(List.of(wanted), master, request);
    }

    /**
     * Get key with key IDs (clause 5.4), all of them in the body.
     *
     * @param master the encryptor that the keys were made for
     */
    @POST
    @Path(DEC_KEYS)
    @Consumes(MediaType.APPLICATION_JSON)
    public KeyContainer decKeys(
            @PathParam(MASTER) String master, byte[] body, @Context ContainerRequestContext request) {
        return fetch(keyIds.ofBody(body), master, request);
    }

    private KeyContainer establish(KeyRequest wanted, ContainerRequestContext request) {
        takeMemory(wanted.master(), (long) wanted.number() * wanted.size(), request);
        return new KeyContainer(establisher.establish(wanted));
    }

    private KeyContainer fetch(List<KeyId> wanted, String master, ContainerRequestContext request) {
        KeyRefusalFilter.wants(request, wanted);
        SaeId slave = CallerFilter.callerOf(request);
        // How large they are the hubs will say.
        takeMemory(slave, (long) wanted.size() * limits.maxKeySize() / Byte.SIZE, request);
        return new KeyContainer(retriever.retrieve(wanted, partners.other(slave, master), slave));
    }

    /** Until the keys have been sent. */
    private void takeMemory(SaeId caller, long bytes, ContainerRequestContext request) {
        UnderWayFilter.hold(request, memory.enter(new Caller(Caller.Kind.ENCRYPTOR, caller), bytes));
    }
}
