package org.dske.client.etsi014;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.dske.body.Body;
import org.dske.client.caller.CallerFilter;
import org.dske.config.HttpSettings;

/**
 * Takes what encryptors in the field send as it is meant, and makes it what the resource expects: the body of a GET and its
 * type are ignored; a POST that says nothing of its type is JSON; a POST of nothing at all is an empty object.
 */
@Provider
@PreMatching
@Priority(Priorities.HEADER_DECORATOR)
@Dependent
public final class RequestBodyFilter implements ContainerRequestFilter {
    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private final int maxBody;

    /**
     * A client's filter.
     *
     * @param http the largest body, which is read even if it is ignored
     */
    @Inject
    public RequestBodyFilter(HttpSettings http) {
        this.maxBody = http.maxBody();
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        if (!request.getUriInfo().getPath(false).startsWith(CallerFilter.INTERFACE)) {
            return;
        }
        if (request.getMethod().equals(HttpMethod.POST)) {
            if (request.getMediaType() == null) {
                request.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
            }
            request.setEntityStream(orEmptyObject(request.getEntityStream()));
        } else {
            // Read to its end, so that the next request on this connection starts where it should.
            Body.read(request.getEntityStream(), request.getHeaderString(HttpHeaders.CONTENT_LENGTH), maxBody);
            request.setEntityStream(InputStream.nullInputStream());
            request.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
        }
    }

    private static InputStream orEmptyObject(InputStream body) throws IOException {
        PushbackInputStream stream = new PushbackInputStream(body);
        int first = stream.read();
        if (first < 0) {
            return new ByteArrayInputStream(EMPTY_OBJECT);
        }
        stream.unread(first);
        return stream;
    }
}
