package org.dske.management;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.CompletionCallback;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dske.administrator.AdministratorFilter;
import org.dske.administrator.Administrators;
import org.dske.administrator.CertifiedAdministrators;
import org.dske.administrator.RefusedAttempts;
import org.dske.auditlog.AuditEntry;
import org.dske.auditlog.AuditEvent;
import org.dske.auditlog.AuditLog;
import org.dske.config.ManagementSettings;
import org.dske.http.ConnectionFilter;
import org.dske.http.Endpoint;
import org.dske.protocol.Resources;

/** The management interface, for {@linkplain Administrators who has a token}, or {@linkplain CertifiedAdministrators a certificate}. Source: developer guide, "API endpoints". */
@Path(Resources.MANAGEMENT)
@AdministratorFilter.Guarded
@Endpoint
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class ManagementResource {
    private final ManagedNode node;
    private final StopSwitch stopSwitch;
    private final RefusedAttempts refused;
    private final ManagementSettings settings;
    private final AuditLog audit;

    @Inject
    public ManagementResource(
            ManagedNode node,
            StopSwitch stopSwitch,
            RefusedAttempts refused,
            ManagementSettings settings,
            AuditLog audit) {
        this.node = node;
        this.stopSwitch = stopSwitch;
        this.refused = refused;
        this.settings = settings;
        this.audit = audit;
    }

    /** {@return what there is to see of the node} */
    @GET
    @Path("status")
    public Object status(@Context ContainerRequestContext request) {
        boolean mayReveal = AdministratorFilter.mayOperate(request);
        if (mayReveal && settings.reveal()) {
            audit.require(List.of(AuditEntry.of(AuditEvent.SECRETS_REVEALED)
                    .with("administrator", AdministratorFilter.nameOf(request))
                    .with("address", ConnectionFilter.arrivalOf(request).address())));
        }
        return node.status(mayReveal);
    }

    /** {@return what is counted and measured of the node, as text for programs} */
    @GET
    @Path("metrics")
    @Produces(MetricsText.MEDIA_TYPE)
    public String metrics() {
        return MetricsText.of(Stream.concat(node.metrics().stream(), Stream.of(refusedAttempts()))
                .toList());
    }

    private Metric refusedAttempts() {
        return Metric.of(
                "dske_refused_administrators_total",
                Metric.Type.COUNTER,
                "Attempts to get at the management interface without a token or an administrator's certificate",
                refused.count());
    }

    /** Stops the node, once the answer, an empty object, is sent. */
    @POST
    @Path("stop")
    public void stop(@Suspended AsyncResponse response) {
        response.register((CompletionCallback) failure -> stopSwitch.stop());
        response.resume(Map.of());
    }
}
