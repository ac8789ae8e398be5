package org.dske.launcher.support;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Takes secrets out of texts: those that are known, and whatever looks like one. It is the second line: where secrets are kept nothing is
 * taken from, and nothing that a node writes has one. What looks like one and is none is lost.
 *
 * @param known secrets as texts, such as tokens
 */
public record Redaction(List<String> known) {
    /** What stands in place of a secret. */
    public static final String LEFT_OUT = "(left out)";

    private static final List<Pattern> LOOKS = List.of(
            // PEM (RFC 7468).
            Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\\s\\S]*?-----END [A-Z0-9 ]*PRIVATE KEY-----"),
            Pattern.compile("(?i)(?<=\\bbearer )\\S+"),
            // Keys, tokens, hashes: 16 bytes or more in hexadecimal digits, 24 in base64 or base64url with its padding,
            // 45 without.
            Pattern.compile("\\b[0-9a-fA-F]{32,}\\b"),
            Pattern.compile("[A-Za-z0-9+/_-]{31,}={1,2}"),
            Pattern.compile("\\b[A-Za-z0-9+]{43,}\\b"),
            Pattern.compile("[A-Za-z0-9+/]{60,}"),
            // What an ETSI GS QKD 014 key container has.
            Pattern.compile("(?<=\"key\" ?: ?\")[^\"]*"),
            // A name and a password in a URL, and a password among its parameters.
            Pattern.compile("(?<=://)[^/@\\s]*(?=@)"),
            Pattern.compile("(?i)(?<=(?:password|passwd|passphrase|secret|token)[\"']?[=:] ?)[^\\s&,;\"']+"));

    /** What a secret has at least: shorter ones would take words out of every text. */
    private static final int SHORTEST = 8;

    private static final Pattern SECRET_NAME =
            Pattern.compile(".*(token|password|passphrase|secret|key-file|credential|store\\.shares).*");

    public Redaction {
        known = List.copyOf(known);
    }

    /** A redaction that knows some secrets; those that are too short to be told from words it does not. */
    public static Redaction of(Collection<String> secrets) {
        return new Redaction(secrets.stream()
                .map(String::strip)
                .filter(secret -> secret.length() >= SHORTEST)
                .toList());
    }

    /** Whether the name of a setting or a property says that its value is secret, or where a secret is. */
    static boolean isSecret(String name) {
        return SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    /** A text without secrets. */
    public String of(String text) {
        String without = text;
        for (String secret : known) {
            without = without.replace(secret, LEFT_OUT);
        }
        for (Pattern look : LOOKS) {
            without = look.matcher(without).replaceAll(LEFT_OUT);
        }
        return without;
    }

    /** Prints none of the secrets. */
    @Override
    public String toString() {
        return "Redaction of " + known.size() + " known secrets";
    }
}
