package org.dske.http;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.dske.error.DskeException;
import org.dske.error.InvalidException;

/** Writes and reads the records of {@code org.dske.protocol} without JAX-RS, as strictly as with it. Safe for concurrent use. */
public final class JsonMessages {
    private final Jsonb jsonb = StrictJson.create();
    private final JsonSyntax syntax = new JsonSyntax();

    /**
     * Writes a message.
     *
     * @param message a record
     * @return JSON in UTF-8
     */
    public byte[] write(Object message) {
        return jsonb.toJson(message).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a message.
     *
     * @param body one JSON object in UTF-8, all of it
     * @param type a record
     * @return the message
     * @throws DskeException if the body is no such message
     */
    public <T> T read(byte[] body, Class<T> type) {
        // What binds it might read what does not end for ever.
        syntax.requireObject(body);
        try {
            return jsonb.fromJson(new ByteArrayInputStream(body), type);
        } catch (JsonbException e) {
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof DskeException ours) {
                    throw ours;
                }
            }
            throw new InvalidException("the JSON body does not have the members that it has to have");
        }
    }
}
