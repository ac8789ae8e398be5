package org.dske.client.peerhub;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.dske.http.Body;

/** Lets no response through that is larger than any that makes sense: nobody vouches for what answers out of band. */
final class LimitingResponseFilter implements ClientResponseFilter {
    /** The name of the property of a request that holds the size of the largest answer, in bytes. */
    static final String LIMIT = LimitingResponseFilter.class.getName();

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) throws IOException {
        if (response.hasEntity()) {
            String announced = response.getHeaderString(HttpHeaders.CONTENT_LENGTH);
            byte[] body = Body.read(response.getEntityStream(), announced, (int) request.getProperty(LIMIT));
            response.setEntityStream(new ByteArrayInputStream(body));
        }
    }
}
