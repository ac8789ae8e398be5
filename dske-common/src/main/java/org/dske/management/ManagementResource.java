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

    /**
     * The interface of a node.
     *
     * @param node the node
     * @param stopSwitch stops it
     */
    @Inject
    public ManagementResource(ManagedNode node, StopSwitch stopSwitch) {
        this.node = node;
        this.stopSwitch = stopSwitch;
    }

    /**
     * What there is to see of the node.
     *
     * @return its status
     */
    @GET
    @Path("status")
    public Object status() {
        return node.status();
    }

    /**
     * What is counted and measured of the node.
     *
     * @return text for programs
     */
    @GET
    @Path("metrics")
    @Produces(MetricsText.MEDIA_TYPE)
    public String metrics() {
        return MetricsText.of(node.metrics());
    }

    /**
     * Stops the node.
     *
     * @param response an empty object; the node stops once it is sent
     */
    @POST
    @Path("stop")
    public void stop(@Suspended AsyncResponse response) {
        response.register((CompletionCallback) failure -> stopSwitch.stop());
        response.resume(Map.of());
    }
}
