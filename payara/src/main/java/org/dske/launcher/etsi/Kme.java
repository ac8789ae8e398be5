package org.dske.launcher.etsi;

import java.net.URI;

/**
 * A KME as encryptors reach it: one machine of a client of a topology, or anybody's.
 *
 * @param title what it is called in messages
 * @param url what comes before {@code /api/v1/keys} (ETSI GS QKD 014, 5.1), without a slash at the end
 */
public record Kme(String title, URI url) {
    /** Whether it tells encryptors by their certificates. */
    boolean tls() {
        return "https".equalsIgnoreCase(url.getScheme());
    }
}
