package org.dske.client.enrolment;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.dske.administrator.AdministratorFilter;
import org.dske.body.Body;
import org.dske.enrolment.PackageLimit;
import org.dske.http.Endpoint;
import org.dske.protocol.Resources;

/** Import of packages, for {@linkplain org.dske.administrator.Administrators who may operate the client}. */
@Path(Resources.MANAGEMENT + "/" + Resources.PACKAGES)
@AdministratorFilter.Guarded
@Endpoint
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class ImportResource {
    private final PackageImport packages;
    private final PackageLimit limit;

    @Inject
    public ImportResource(PackageImport packages, PackageLimit limit) {
        this.packages = packages;
        this.limit = limit;
    }

    /** Imports a package, whose file is the body. */
    @POST
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    public ImportReport take(InputStream body) throws IOException {
        byte[] file = Body.read(body, limit.bytes());
        try {
            return packages.take(file);
        } finally {
            Arrays.fill(file, (byte) 0);
        }
    }
}
