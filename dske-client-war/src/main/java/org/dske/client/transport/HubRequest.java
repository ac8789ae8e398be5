package org.dske.client.transport;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.dske.json.JsonMessages;

/**
 * A request to one of the interfaces of a hub, as it goes over the wire.
 *
 * @param method the HTTP method
 * @param resource the raw path behind the interface's version
 * @param query the raw query without {@code ?}; empty if there is none
 * @param body the exact bytes of the entity; empty if there is none
 */
public record HubRequest(String method, String resource, String query, byte[] body) {

    /** A question without an entity, which may be sent again. */
    public static HubRequest get(String resource, String query) {
        return new HubRequest("GET", resource, query, new byte[0]);
    }

    /** A message that is sent once; its entity is a record of {@code org.dske.protocol}. */
    public static HubRequest post(String resource, Object message) {
        return new HubRequest("POST", resource, "", JsonMessages.write(message));
    }

    /** A message that may be sent again; its entity is a record of {@code org.dske.protocol}. */
    public static HubRequest put(String resource, Object message) {
        return new HubRequest("PUT", resource, "", JsonMessages.write(message));
    }

    /** The end of something. */
    public static HubRequest delete(String resource, String query) {
        return new HubRequest("DELETE", resource, query, new byte[0]);
    }

    /** A raw query of names and values, which take turns; the values are encoded. */
    public static String query(String... namesAndValues) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            query.append(query.isEmpty() ? "" : "&")
                    .append(namesAndValues[i])
                    .append('=')
                    .append(encode(namesAndValues[i + 1]));
        }
        return query.toString();
    }

    /** Where it goes. */
    URI below(URI base) {
        return URI.create(base + "/" + resource + (query.isEmpty() ? "" : "?" + query));
    }

    /** A text as a segment of a path, or a value of a query: all but letters, digits and a few others percent-encoded. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
