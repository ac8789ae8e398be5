package org.dske.launcher.bench;

import java.util.Arrays;
import java.util.Collections;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A kind of request to a hub that nobody has signed. Each is compared with the same request to a path where there is nothing.
 */
enum Flood {
    /** Without a signature. */
    UNSIGNED("no signature", 0, false),
    /** With a header that is no signature. */
    MALFORMED("a malformed signature", 0, false),
    /** Signed with bytes that the hub does not know, in as many fragments as are allowed. */
    UNKNOWN("a signature by 64 unknown fragments", 0, false),
    /** Signed with bytes of a client, which an eavesdropper knows the names of, and a wrong tag. */
    GET("a wrong tag, without a body", 0, true),
    /** The same with a body of the size of a share's. */
    POST("a wrong tag, with a body of 400 bytes", 400, true),
    /** The same with a body of the largest size. */
    LARGE("a wrong tag, with a body of 1 MiB", 1 << 20, true);

    private static final int FRAGMENTS = 64;
    private static final int LARGE_DIVISOR = 50;

    private final String what;
    private final byte[] body;
    private final boolean namesBytes;

    Flood(String what, int bodySize, boolean namesBytes) {
        this.what = what;
        this.body = new byte[bodySize];
        Arrays.fill(body, (byte) ' ');
        this.namesBytes = namesBytes;
    }

    /** In words. */
    String what() {
        return what;
    }

    /** Whether it names bytes of a client, so that it is a matter of the client's suite. */
    boolean namesBytes() {
        return namesBytes;
    }

    /** The body, empty for a GET. */
    byte[] body() {
        return body;
    }

    /** How many requests make a turn, where a turn of small ones has so many. */
    int requests(int small) {
        return this == LARGE ? small / LARGE_DIVISOR : small;
    }

    /** The value of the header, empty for none. */
    String header(String block) {
        String tag = ";" + String.join("", Collections.nCopies(22, "A")) + "==";
        return switch (this) {
            case UNSIGNED -> "";
            case MALFORMED -> "nonsense";
            case UNKNOWN ->
                IntStream.range(0, FRAGMENTS)
                                .mapToObj(i -> UUID.nameUUIDFromBytes(new byte[] {(byte) i}) + ":0:" + (i == 0 ? 1 : 1))
                                .limit(FRAGMENTS / 2)
                                .collect(Collectors.joining(","))
                        + tag;
            case GET, POST, LARGE -> block + ":0:32" + tag;
        };
    }
}
