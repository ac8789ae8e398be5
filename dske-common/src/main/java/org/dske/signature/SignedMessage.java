package org.dske.signature;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.dske.error.InvalidException;

/** What a signature covers: a request or a response, with the exact bytes of its entity. */
public sealed interface SignedMessage {
    /** {@return the query that a tag of the suite {@code classic} covers: raw as sent, without {@code ?}; empty if there is none} */
    String rawQuery();

    /** {@return the entity's bytes on the wire; empty if there is none} */
    byte[] body();

    /**
     * What a tag of the suite {@code its} covers beside the body: which message it is, between whom. Different messages with
     * the same body have different contexts.
     *
     * @return lines joined by line feeds, in UTF-8
     * @throws InvalidException if a line has a line feed in it, which no message from the wire has
     */
    byte[] context();

    private static byte[] lines(String... lines) {
        if (Stream.of(lines).anyMatch(line -> line.indexOf('\n') >= 0)) {
            // Two messages could then have the same context.
            throw new InvalidException("a line feed in what is signed");
        }
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A request of a client to a hub.
     *
     * @param method the HTTP method
     * @param resource the path after {@code /dske/api/v1/}
     * @param rawQuery the raw query string as sent, without {@code ?}; empty if there is none
     * @param clientName who sends it
     * @param hubName whom it is for
     * @param body the entity's bytes
     */
    record Request(String method, String resource, String rawQuery, String clientName, String hubName, byte[] body)
            implements SignedMessage {
        /** The lines {@code DSKE-Request}, method, resource, raw query, client name, hub name. */
        @Override
        public byte[] context() {
            return lines("DSKE-Request", method, resource, rawQuery, clientName, hubName);
        }
    }

    /**
     * A hub's response to a client.
     *
     * @param status the HTTP status code
     * @param requestSignature the request's whole {@code DSKE-Signature} value
     * @param clientName whom it is for
     * @param hubName who sends it
     * @param body the entity's bytes
     */
    record Response(int status, String requestSignature, String clientName, String hubName, byte[] body)
            implements SignedMessage {
        /** A response has no query of its own. */
        @Override
        public String rawQuery() {
            return "";
        }

        /** The lines {@code DSKE-Response}, status code, the request's signature, client name, hub name. */
        @Override
        public byte[] context() {
            return lines("DSKE-Response", String.valueOf(status), requestSignature, clientName, hubName);
        }
    }
}
