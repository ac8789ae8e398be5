package org.dske.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dske.error.DskeException;
import org.dske.error.ErrorCode;
import org.dske.limit.LogLimit;
import org.dske.limit.TooBusyException;
import org.dske.protocol.ErrorMessage;
import org.dske.time.Ticker;

/** The one mapping of failures to HTTP: always JSON, never a stack trace. */
@Provider
public class FailureMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = Logger.getLogger(FailureMapper.class.getName());

    /** What is told of a defect. */
    static final String DEFECT = "internal error; the node's log says more";

    /** Whoever finds one can send it again and again. */
    private static final LogLimit DEFECTS = new LogLimit(LOG, Ticker.SYSTEM, 10);

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof DskeException ours) {
            DskeException told = asTold(ours);
            Response response = response(told.code().httpStatus(), told.getMessage(), told.details());
            return told instanceof TooBusyException
                    ? Response.fromResponse(response)
                            .header(HttpHeaders.RETRY_AFTER, TooBusyException.RETRY_AFTER)
                            .build()
                    : response;
        }
        if (failure instanceof WebApplicationException theirs) {
            return response(theirs);
        }
        note(failure);
        return response(ErrorCode.INTERNAL.httpStatus(), DEFECT, Map.of());
    }

    /** Takes note of a defect in the log. */
    static void note(Throwable defect) {
        DEFECTS.log(Level.SEVERE, () -> "a request failed because of a defect", defect);
    }

    private Response response(WebApplicationException failure) {
        Response theirs = failure.getResponse();
        Response ours = response(theirs.getStatus(), sentence(theirs.getStatus()), Map.of());
        Set<String> allowed = new TreeSet<>(theirs.getAllowedMethods());
        // JAX-RS names them everywhere. See HeadFilter.
        allowed.removeAll(Set.of(HttpMethod.HEAD, HttpMethod.OPTIONS));
        return allowed.isEmpty()
                ? ours
                : Response.fromResponse(ours).allow(allowed).build();
    }

    /** What there is to say of a failure that is not ours. */
    static String sentence(int status) {
        return switch (status) {
            case 400 -> "the request or one of its headers is malformed";
            case 404 -> "there is nothing at this path";
            case 405 -> "this path does not take this method";
            case 415 -> "the body must be application/json in UTF-8";
            default -> "the request was turned down with status " + status;
        };
    }

    private Response response(int status, String message, Map<String, Object> details) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new ErrorMessage(message, details.isEmpty() ? null : asJson(details)))
                .build();
    }

    /** What is told of a failure of ours, in the words of this node's interfaces: here the same. */
    protected DskeException asTold(DskeException failure) {
        return failure;
    }

    /** What JSON is made of the details of a failure, at least one, as this node's interfaces have them: here one object. */
    protected Object asJson(Map<String, Object> details) {
        return details;
    }
}
