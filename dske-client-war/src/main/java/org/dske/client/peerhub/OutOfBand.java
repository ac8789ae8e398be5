package org.dske.client.peerhub;

import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.protocol.PsrdBlock;
import org.dske.protocol.RegistrationRequest;
import org.dske.protocol.RegistrationResponse;
import org.dske.protocol.Resources;
import org.dske.psrd.Block;
import org.dske.psrd.PoolOwner;
import org.dske.secret.SecretBytes;
import org.dske.signature.Suites;

/** The out-of-band interface of a hub, as its client calls it. Source: protocol, section 1. */
final class OutOfBand {
    private final WebTarget target;
    private final NodeName client;
    private final Set<SaeId> encryptors;
    private final Suites suites;
    private final int maxBody;

    /**
     * The interface of a hub.
     *
     * @param hub the hub's base URL
     * @param client who calls
     * @param encryptors the client's encryptors
     * @param suites those that the client offers
     * @param maxBody the largest response in bytes, but for the block that it may hold
     */
    OutOfBand(WebTarget hub, NodeName client, Set<SaeId> encryptors, Suites suites, int maxBody) {
        this.target = hub.path(Resources.OOB).register(new LimitingResponseFilter());
        this.maxBody = maxBody;
        this.client = client;
        this.encryptors = Set.copyOf(encryptors);
        this.suites = suites;
    }

    /**
     * Registers the client, or renews its registration.
     *
     * @param knownBlocks the blocks that the client holds
     * @return the hub's answer
     */
    RegistrationResponse register(Set<UUID> knownBlocks) {
        RegistrationRequest request = new RegistrationRequest(
                client.name(),
                encryptors.stream().sorted().map(SaeId::name).toList(),
                suites.words(),
                List.copyOf(knownBlocks),
                null);
        try (Response response = target.path(Resources.REGISTRATION)
                .request(MediaType.APPLICATION_JSON_TYPE)
                .property(LimitingResponseFilter.LIMIT, maxBody)
                .put(Entity.json(request))) {
            return requireSuccess(response).readEntity(RegistrationResponse.class);
        }
    }

    /** Unregisters the client. */
    void unregister() {
        try (Response response = target.path(Resources.REGISTRATION)
                .queryParam(Resources.CLIENT_NAME, client.name())
                .request(MediaType.APPLICATION_JSON_TYPE)
                .property(LimitingResponseFilter.LIMIT, maxBody)
                .delete()) {
            requireSuccess(response);
        }
    }

    /**
     * Fetches a fresh block.
     *
     * @param owner which of the two pools it is for
     * @param size its size in bytes
     * @return the block
     */
    Block fetch(PoolOwner owner, int size) {
        try (Response response = target.path(Resources.PSRD)
                .queryParam(Resources.CLIENT_NAME, client.name())
                .queryParam(Resources.POOL_OWNER, owner.word())
                .queryParam(Resources.SIZE, size)
                .request(MediaType.APPLICATION_JSON_TYPE)
                .property(LimitingResponseFilter.LIMIT, (int) Math.min(Integer.MAX_VALUE, maxBody + 4L * size / 3))
                .get()) {
            PsrdBlock block = requireSuccess(response).readEntity(PsrdBlock.class);
            if (block.data().length != size) {
                throw HubException.of(
                        HubException.Kind.NO_ANSWER,
                        "it sent a block of " + block.data().length + " bytes, not " + size);
            }
            return new Block(block.blockUuid(), SecretBytes.owning(block.data()));
        }
    }

    private static Response requireSuccess(Response response) {
        if (response.getStatusInfo().getFamily() != Response.Status.Family.SUCCESSFUL) {
            throw HubException.refused(
                    response.getStatus(),
                    null,
                    "it answered " + response.getStatus() + ": "
                            + HubHttp.errorOf(response).message());
        }
        return response;
    }
}
