package org.dske.signature;

/** What a signature covers: a request or a response, with the exact bytes of its entity. */
public sealed interface SignedMessage {
    /**
     * The query that a tag of the suite {@code classic} covers.
     *
     * @return the raw query string as sent, without {@code ?}; empty if there is none
     */
    String rawQuery();

    /**
     * The entity.
     *
     * @return the bytes on the wire; empty if there is none
     */
    byte[] body();

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
            implements SignedMessage {}

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
    }
}
