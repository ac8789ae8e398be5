package org.dske.hub.enrolment;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Map;
import java.util.logging.Logger;
import org.dske.administrator.AdministratorFilter;
import org.dske.body.Body;
import org.dske.enrolment.EnrolmentPackage;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.http.Endpoint;
import org.dske.hub.client.PeerClients;
import org.dske.hub.keyshare.KeyShares;
import org.dske.key.NodeName;
import org.dske.protocol.Resources;
import org.dske.protocol.enrolment.PackageRequest;
import org.dske.secret.SecretBytes;

/** Enrolment, for {@linkplain org.dske.administrator.Administrators who may operate the hub}. */
@Path(Resources.MANAGEMENT)
@AdministratorFilter.Guarded
@Endpoint
@Singleton
public final class EnrolmentResource {
    private static final Logger LOG = Logger.getLogger(EnrolmentResource.class.getName());

    private final PackageMaker packages;
    private final PeerClients clients;
    private final KeyShares shares;

    @Inject
    public EnrolmentResource(PackageMaker packages, PeerClients clients, KeyShares shares) {
        this.packages = packages;
        this.clients = clients;
        this.shares = shares;
    }

    /** {@return the file of a package that is made for this request: the only copy beside the hub's, not encrypted} */
    @POST
    @Path(Resources.PACKAGES)
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public StreamingOutput enrol(PackageRequest request) {
        SecretBytes file;
        try (EnrolmentPackage made = packages.make(request)) {
            file = made.toFile();
        }
        return stream -> {
            try (file) {
                Body.writeInPieces(file.expose(), stream);
            }
        };
    }

    /** Takes a client out, with all that is the client's: its PSRD, its encryptors, and the shares that it has handed over. */
    @DELETE
    @Path("clients/{name}")
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, String> unenrol(@PathParam("name") String name) {
        NodeName client = new NodeName(name);
        if (!clients.takeOut(client)) {
            throw new RequestException(ErrorCode.NOT_FOUND, "this hub knows no client " + client);
        }
        shares.eraseFrom(client);
        LOG.info(() -> "client " + client + " was taken out: its PSRD and its shares are erased");
        return Map.of();
    }
}
