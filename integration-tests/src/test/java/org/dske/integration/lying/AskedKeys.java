package org.dske.integration.lying;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.dske.protocol.Resources;

/**
 * The keys of which a request asks for shares.
 *
 * @param slave the encryptor that they are for
 * @param ids their IDs
 * @param batch the body of a request for several; nothing if there is one key, in the query
 */
record AskedKeys(String slave, List<String> ids, Optional<JsonObject> batch) {
    private static final String SINGLE = Resources.API + "/" + Resources.KEY_SHARE;
    private static final String BATCH = Resources.API + "/" + Resources.KEY_SHARES + "/" + Resources.FETCH;
    private static final String SHARES = "shares";
    private static final String USER_KEY_ID = "user_key_id";

    /** What a request asks for; nothing if it is for something else. The body can still be read afterwards. */
    static Optional<AskedKeys> of(ContainerRequestContext request) throws IOException {
        String path = request.getUriInfo().getPath();
        if (path.equals(SINGLE) && request.getMethod().equals("GET")) {
            var query = request.getUriInfo().getQueryParameters();
            return Optional.of(new AskedKeys(
                    query.getFirst(Resources.SLAVE_SAE_ID),
                    List.of(query.getFirst(Resources.KEY_ID)),
                    Optional.empty()));
        }
        if (!path.equals(BATCH)) {
            return Optional.empty();
        }
        byte[] body = request.getEntityStream().readAllBytes();
        request.setEntityStream(new ByteArrayInputStream(body));
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
            JsonObject batch = reader.readObject();
            List<String> ids = batch.getJsonArray(SHARES).getValuesAs(JsonObject.class).stream()
                    .map(share -> share.getString(USER_KEY_ID))
                    .toList();
            return Optional.of(new AskedKeys(batch.getString(Resources.SLAVE_SAE_ID), ids, Optional.of(batch)));
        }
    }

    /** Has the hub think that it was asked for others. */
    void replace(ContainerRequestContext request, List<String> others) {
        if (batch.isEmpty()) {
            request.setRequestUri(request.getUriInfo()
                    .getRequestUriBuilder()
                    .replaceQueryParam(Resources.KEY_ID, others.get(0))
                    .build());
            return;
        }
        JsonArrayBuilder shares = Json.createArrayBuilder();
        others.forEach(id -> shares.add(Json.createObjectBuilder().add(USER_KEY_ID, id)));
        String body = Json.createObjectBuilder(batch.get())
                .add(SHARES, shares)
                .build()
                .toString();
        request.setEntityStream(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
}
