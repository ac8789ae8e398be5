package org.dske.key;

import java.util.Optional;

/**
 * The URI that a certificate names an SAE by: {@code sae:} and the SAE ID, percent-encoded. Kept as they are: letters, digits and
 * {@code - . _ ~ : @}. RFC 3986 would let some others stay, but a slash could look like the start of a host, and lenient
 * decoders take a plus for a blank.
 */
public final class SaeUri {
    private static final String SCHEME = "sae:";
    private static final String KEPT = "-._~:@";

    private SaeUri() {}

    /** {@return the URI of an SAE ID, in ASCII} */
    public static String of(String saeId) {
        return SCHEME + PercentEncoding.encode(saeId, KEPT);
    }

    /** {@return whether a URI names an SAE, well or badly: its scheme is {@code sae}, in whatever case} */
    public static boolean isOne(String uri) {
        return uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /** {@return the SAE ID of a URI; nothing if it is no {@code sae:} URI, or wrongly encoded} */
    public static Optional<String> saeId(String uri) {
        return isOne(uri) ? PercentEncoding.decode(uri.substring(SCHEME.length())) : Optional.empty();
    }
}
