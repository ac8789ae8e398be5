package org.dske.management;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.CompletionCallback;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.dske.protocol.Resources;

/** The management interface. It is not authenticated. Source: developer guide, "API endpoints". */
@Path(Resources.MANAGEMENT)
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public final class ManagementResource {
    private final ManagedNode node;
    private final StopSwitch stopSwitch;

    @Inject
    public ManagementResource(ManagedNode node, StopSwitch stopSwitch) {
        this.node = node;
        this.stopSwitch = stopSwitch;
    }

    /** {@return what there is to see of the node} */
    @GET
    @Path("status")
    public Object status() {
        return node.status();
    }

    /** {@return what is counted and measured of the node, as text for programs} */
    @GET
    @Path("metrics")
    @Produces(MetricsText.MEDIA_TYPE)
    public String metrics() {
        return MetricsText.of(node.metrics());
    }

    /** Stops the node, once the answer, an empty object, is sent. */
    @POST
    @Path("stop")
    public void stop(@Suspended AsyncResponse response) {
        response.register((CompletionCallback) failure -> stopSwitch.stop());
        response.resume(Map.of());
    }
}
