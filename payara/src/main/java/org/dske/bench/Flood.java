package org.dske.bench;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A kind of request to a hub that nobody has signed. Each is compared with the same request to a path where there is nothing.
 */
enum Flood {
    /** Without a signature. */
    UNSIGNED("no signature", 0),
    /** The same with a body of the size of a share's. */
    UNSIGNED_POST("no signature, a body of 400 bytes", 400),
    /** With a header that is no signature. */
    MALFORMED("a malformed signature", 0),
    /** Signed with bytes that the hub does not know, in as many fragments as a signing key can have. */
    UNKNOWN("a signature of 32 unknown blocks", 0),
    /** Signed with bytes of a client, whose names an eavesdropper can guess, and a wrong tag. */
    WRONG_TAG("a wrong tag", 0),
    /** The same with a body of the size of a share's. */
    WRONG_TAG_POST("a wrong tag, a body of 400 bytes", 400),
    /** The same with a body of the largest size. */
    WRONG_TAG_LARGE("a wrong tag, a body of 1 MiB", Flood.LARGE);

    private static final int LARGE = 1 << 20;
    private static final int REQUESTS = 2_000;
    private static final int LARGE_REQUESTS = 40;
    private static final int KEY = 32;
    private static final String TAG = ";AAAAAAAAAAAAAAAAAAAAAA==";

    private final String what;
    private final int bodySize;

    Flood(String what, int bodySize) {
        this.what = what;
        this.bodySize = bodySize;
    }

    /** In words. */
    String what() {
        return what;
    }

    /** Whether it names bytes of a client, and is therefore checked in the client's suite. */
    boolean namesBytes() {
        return name().startsWith("WRONG_TAG");
    }

    /** The body; a request without one is a GET. */
    byte[] body() {
        byte[] body = new byte[bodySize];
        Arrays.fill(body, (byte) ' ');
        return body;
    }

    /** How many requests make a turn. */
    int requests() {
        return bodySize < LARGE ? REQUESTS : LARGE_REQUESTS;
    }

    /** The value of {@code DSKE-Signature} where a client's block has this name. */
    Optional<String> signature(String block) {
        return switch (this) {
            case UNSIGNED, UNSIGNED_POST -> Optional.empty();
            case MALFORMED -> Optional.of("nonsense");
            case UNKNOWN ->
                Optional.of(IntStream.range(0, KEY)
                        .mapToObj(i -> new UUID(0, i) + ":0:1")
                        .collect(Collectors.joining(",", "", TAG)));
            case WRONG_TAG, WRONG_TAG_POST, WRONG_TAG_LARGE -> Optional.of(block + ":0:" + KEY + TAG);
        };
    }
}
