package org.dske.launcher;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the process exits with: whose turn it is. Who has to do something {@linkplain #HERE here} need not try again before; what went
 * wrong at the {@linkplain #OTHER_SIDE other side} may work the next time.
 */
public enum ExitStatus {
    /** It worked. */
    OK(0, "it worked"),
    /** Before anybody was asked: the command line, the topology, a file, a certificate, a port, nothing to do, or a node that does not start here. */
    HERE(1, "something is wrong here: the command line, the topology, a file, a certificate, a port, nothing to do"),
    /** Somebody was asked over the network, and did not do his part. */
    OTHER_SIDE(
            2,
            "something is wrong at the other side: a node, hub or KME is down, not ready, refuses or answers with an"
                    + " error");

    private final int code;
    private final String words;

    ExitStatus(int code, String words) {
        this.code = code;
        this.words = words;
    }

    /** The number, as a shell has it. */
    public int code() {
        return code;
    }

    /** What each number means, for the help. */
    public static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(status -> meanings.put(String.valueOf(status.code()), status.words));
        return Collections.unmodifiableMap(meanings);
    }
}
