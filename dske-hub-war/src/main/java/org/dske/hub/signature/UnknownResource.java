package org.dske.hub.signature;

import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.protocol.Resources;

/**
 * All that the in-band interface does not have: who signs such a request gets a signed 404, so that a client can believe
 * that a hub lacks a resource, and who does not sign gets what every unsigned request gets.
 */
@Path(Resources.API + "/{unknown: .*}")
@Signed
@Dependent
@SuppressWarnings("DoNotCallSuggester")
public final class UnknownResource {
    /** Nothing there to get. */
    @GET
    public void get() {
        throw notFound();
    }

    /** Nothing there to post to. */
    @POST
    public void post() {
        throw notFound();
    }

    /** Nothing there to put. */
    @PUT
    public void put() {
        throw notFound();
    }

    /** Nothing there to delete. */
    @DELETE
    public void delete() {
        throw notFound();
    }

    private static RequestException notFound() {
        return new RequestException(ErrorCode.NOT_FOUND, "this hub has no such resource");
    }
}
