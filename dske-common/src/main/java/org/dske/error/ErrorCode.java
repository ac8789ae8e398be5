package org.dske.error;

/** What kind of failure it is, paired with the HTTP status that says so. */
public enum ErrorCode {
    /** The request breaks a rule of its interface. */
    INVALID_REQUEST(400),
    /** Nobody knows who sent the request: no valid signature, or an encryptor that is not this client's. */
    NOT_AUTHENTICATED(401),
    /** The sender is known and may not do this. */
    NOT_PERMITTED(403),
    /** There is no such thing. */
    NOT_FOUND(404),
    /** The body of the request does not arrive in time. */
    TOO_SLOW(408),
    /** The request clashes with what is there already. */
    CONFLICT(409),
    /** The body is larger than the node reads. */
    TOO_LARGE(413),
    /** The body is of a type or a coding that the node does not read. */
    NOT_SUPPORTED(415),
    /** The sender has, or asks for, more than its share of what the node holds for others. */
    TOO_MANY(429),
    /** A defect of the node itself. */
    INTERNAL(500),
    /** Not now: too few hubs, or a pool that has run dry. */
    UNAVAILABLE(503);

    private final int httpStatus;

    ErrorCode(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    /** {@return the HTTP status code of a response that reports this failure} */
    public int httpStatus() {
        return httpStatus;
    }
}
