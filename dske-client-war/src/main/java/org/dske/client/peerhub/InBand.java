package org.dske.client.peerhub;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.dske.error.DskeException;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.protocol.EncryptorResponse;
import org.dske.protocol.ErrorMessage;
import org.dske.protocol.FetchKeySharesRequest;
import org.dske.protocol.FetchKeySharesResponse;
import org.dske.protocol.GetKeyShareResponse;
import org.dske.protocol.PostKeyShareRequest;
import org.dske.protocol.PostKeySharesRequest;
import org.dske.protocol.Resources;

/** The in-band interface of a hub, as its client calls it. Source: protocol, section 3. */
final class InBand {
    private final WebTarget target;
    private final NodeName client;

    /**
     * The interface of a hub.
     *
     * @param hub the hub's base URL
     * @param client who calls
     * @param channel signs and verifies
     * @param maxBody the largest response in bytes
     */
    InBand(WebTarget hub, NodeName client, SignedChannel channel, int maxBody) {
        this.target = hub.path(Resources.API)
                .register(new SigningRequestFilter(channel))
                .register(new SigningEntityInterceptor(channel))
                .register(new VerifyingResponseFilter(channel, maxBody));
        this.client = client;
    }

    /** Hands a share to the hub. */
    void post(PostKeyShareRequest message, ExchangeKey key) {
        try (Response response = signed(target.path(Resources.KEY_SHARE), key).post(Entity.json(message))) {
            requireSuccess(response);
        }
    }

    /** Hands many shares to the hub. */
    void postMany(PostKeySharesRequest message, ExchangeKey key) {
        try (Response response = signed(target.path(Resources.KEY_SHARES), key).post(Entity.json(message))) {
            requireSuccess(response);
        }
    }

    /** Asks the hub for many shares. */
    FetchKeySharesResponse fetchMany(FetchKeySharesRequest message, ExchangeKey key) {
        WebTarget shares = target.path(Resources.KEY_SHARES).path(Resources.FETCH);
        try (Response response = signed(shares, key).post(Entity.json(message))) {
            return read(requireSuccess(response), FetchKeySharesResponse.class);
        }
    }

    /** Asks the hub for a share. */
    GetKeyShareResponse get(KeyId keyId, SaeId master, SaeId slave, ExchangeKey key) {
        WebTarget share = target.path(Resources.KEY_SHARE)
                .queryParam(Resources.CLIENT_NAME, client.name())
                .queryParam(Resources.MASTER_SAE_ID, "{master}")
                .queryParam(Resources.SLAVE_SAE_ID, "{slave}")
                .queryParam(Resources.KEY_ID, keyId)
                .resolveTemplate("master", master.name())
                .resolveTemplate("slave", slave.name());
        try (Response response = signed(share, key).get()) {
            return read(requireSuccess(response), GetKeyShareResponse.class);
        }
    }

    /** Asks the hub which client an encryptor is registered with. */
    EncryptorResponse find(SaeId encryptor, ExchangeKey key) {
        WebTarget found = target.path(Resources.ENCRYPTORS)
                .path("{sae}")
                .resolveTemplate("sae", encryptor.name())
                .queryParam(Resources.CLIENT_NAME, client.name());
        try (Response response = signed(found, key).get()) {
            return read(requireSuccess(response), EncryptorResponse.class);
        }
    }

    private static Invocation.Builder signed(WebTarget resource, ExchangeKey key) {
        return resource.request(MediaType.APPLICATION_JSON_TYPE).property(ExchangeKey.PROPERTY, key);
    }

    /** Reads what has been verified: if it makes no sense, that is the hub's own doing. */
    private static <T> T read(Response response, Class<T> type) {
        try {
            return response.readEntity(type);
        } catch (ProcessingException | DskeException e) {
            throw HubException.of(HubException.Kind.NONSENSE, HubHttp.explain(e).getMessage());
        }
    }

    private static Response requireSuccess(Response response) {
        if (response.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL) {
            return response;
        }
        ErrorMessage error = HubHttp.errorOf(response);
        String reason = "it refused: " + error.message();
        throw response.getStatus() == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()
                ? HubException.dry(Facts.missingBytes(error.details()), reason)
                : HubException.refused(response.getStatus(), error.details(), reason);
    }
}
