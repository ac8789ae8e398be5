package org.dske.http;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import org.dske.error.DskeException;
import org.dske.protocol.ErrorMessage;

/** Reads the error bodies of other nodes, which may be anything. Safe for concurrent use. */
public final class ErrorReader {
    private final Jsonb jsonb = StrictJson.create();
    private final JsonSyntax syntax = new JsonSyntax();

    /**
     * Reads a body.
     *
     * @param body the bytes
     * @return the error; nothing if it is of another form, which the body of an error may well be
     */
    public Optional<ErrorMessage> read(byte[] body) {
        try {
            // An error's details may be any JSON, and are read as deep as they go.
            syntax.requireObject(body);
            return Optional.ofNullable(jsonb.fromJson(new ByteArrayInputStream(body), ErrorMessage.class));
        } catch (JsonbException | DskeException e) {
            return Optional.empty();
        }
    }
}
