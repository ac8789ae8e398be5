package org.dske.client.etsi014;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.dske.client.relay.KeyRequest;
import org.dske.client.relay.Relay;
import org.dske.http.Parameters;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.jspecify.annotations.Nullable;

/** Key delivery. Source: ETSI GS QKD 014, clause 5. */
@Path("etsi/api/v1/keys")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public final class KeyResource {
    private final Callers callers;
    private final KeyLimits limits;
    private final Relay relay;
    private final LinkStatusReport report;

    /**
     * The interface of a client.
     *
     * @param callers who may call
     * @param limits what keys they may ask for
     * @param relay establishes and fetches keys
     * @param report tells what there is to expect
     */
    @Inject
    public KeyResource(Callers callers, KeyLimits limits, Relay relay, LinkStatusReport report) {
        this.callers = callers;
        this.limits = limits;
        this.relay = relay;
        this.report = report;
    }

    /**
     * Get status (clause 5.2).
     *
     * @param slaveSaeId the encryptor at the other end
     * @param authorization who calls
     * @return what to expect
     */
    @GET
    @Path("{slave_SAE_ID}/status")
    public LinkStatus status(
            @PathParam("slave_SAE_ID") String slaveSaeId,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        SaeId master = callers.identify(authorization);
        return report.of(master, callers.other(master, slaveSaeId));
    }

    /**
     * Get key (clause 5.3).
     *
     * @param slaveSaeId the encryptor at the other end
     * @param authorization who calls
     * @param number how many keys
     * @param size the size of each in bits
     * @return the keys
     */
    @GET
    @Path("{slave_SAE_ID}/enc_keys")
    public KeyContainer encKeys(
            @PathParam("slave_SAE_ID") String slaveSaeId,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @QueryParam("number") @Nullable String number,
            @QueryParam("size") @Nullable String size) {
        SaeId master = callers.identify(authorization);
        SaeId slave = callers.other(master, slaveSaeId);
        int bytes = limits.size(size) / Byte.SIZE;
        int count = limits.number(number);
        return KeyContainer.of(relay.establish(KeyRequest.of(master, slave, count, bytes)));
    }

    /**
     * Get key with key IDs (clause 5.4).
     *
     * @param masterSaeId the encryptor that the key was made for
     * @param authorization who calls
     * @param keyId the key
     * @return the key
     */
    @GET
    @Path("{master_SAE_ID}/dec_keys")
    public KeyContainer decKeys(
            @PathParam("master_SAE_ID") String masterSaeId,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @QueryParam("key_ID") @Nullable String keyId) {
        SaeId slave = callers.identify(authorization);
        SaeId master = callers.other(slave, masterSaeId);
        KeyId wanted = new KeyId(KeyId.parseUuid("key_ID", Parameters.required("key_ID", keyId)));
        return KeyContainer.of(relay.fetch(List.of(wanted), master, slave));
    }
}
