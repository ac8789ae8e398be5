package org.dske.health;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Stream;
import org.dske.error.ErrorCode;
import org.dske.http.Endpoint;
import org.dske.management.ManagedNode;
import org.dske.management.StopSwitch;
import org.dske.protocol.Resources;

/**
 * Says whether the node is well, by 200 or 503. It is for everybody, so it says nothing but states: no names but those of its checks, no
 * numbers, no reasons. It looks at what is known already, writes nothing and asks nobody, so that nobody is kept busy by asking.
 */
@Path(Resources.HEALTH)
@Endpoint
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
    private final ManagedNode node;
    private final StopSwitch stopSwitch;

    @Inject
    public HealthResource(ManagedNode node, StopSwitch stopSwitch) {
        this.node = node;
        this.stopSwitch = stopSwitch;
    }

    /** {@return all that there is to say} */
    @GET
    public Response health() {
        return ready();
    }

    /** {@return whether the node is there: if it is not, to start it again helps} */
    @GET
    @Path(Resources.LIVE)
    public Response live() {
        return answer(List.of(there()));
    }

    /** {@return whether the node can do its work: only one that is there can} */
    @GET
    @Path(Resources.READY)
    public Response ready() {
        return answer(Stream.concat(Stream.of(there()), node.checks().stream()).toList());
    }

    private ManagedNode.Check there() {
        return new ManagedNode.Check("node", !stopSwitch.isStopped());
    }

    private static Response answer(List<ManagedNode.Check> checks) {
        Health health = Health.of(checks);
        return Response.status(
                        health.status() == Health.State.UP
                                ? Response.Status.OK.getStatusCode()
                                : ErrorCode.UNAVAILABLE.httpStatus())
                .entity(health)
                .build();
    }
}
