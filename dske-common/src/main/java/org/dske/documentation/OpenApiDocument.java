package org.dske.documentation;

import java.io.IOException;
import java.io.InputStream;

/**
 * A node's OpenAPI document, {@code openapi.yaml} beside the class of its application. Not at the root of the class path: where nodes share
 * one, that has the documents of hubs and of clients.
 *
 * @param application the class
 */
public record OpenApiDocument(Class<?> application) {
    private static final String FILE = "openapi.yaml";

    byte[] read() throws IOException {
        try (InputStream document = application.getResourceAsStream(FILE)) {
            if (document == null) {
                throw new IllegalStateException("there is no " + FILE + " beside " + application);
            }
            return document.readAllBytes();
        }
    }
}
