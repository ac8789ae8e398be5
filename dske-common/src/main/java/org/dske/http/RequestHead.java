package org.dske.http;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.dske.error.DskeException;
import org.dske.error.ErrorCode;
import org.dske.error.InvalidException;
import org.dske.error.RequestException;
import org.dske.key.PercentEncoding;

/**
 * The head of a request, as far as two readers could think differently where the request ends, whom it is for or what it asks for.
 * Source: RFC 9110, sections 7.2 and 8.4; RFC 9112, sections 2.2, 3.2, 6.1 and 6.3.
 *
 * @param method as it was sent
 * @param protocol such as {@code HTTP/1.1}
 * @param path as it was sent, without the query
 * @param names of its headers
 * @param values of a header
 */
public record RequestHead(
        String method, String protocol, String path, List<String> names, Function<String, List<String>> values) {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern AROUND = Pattern.compile("^[ \\t]+|[ \\t]+$");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final String TRANSFER_ENCODING = "Transfer-Encoding";
    private static final String HTTP_1_1 = "HTTP/1.1";

    /** Checks that there is one way to read it; throws a {@link DskeException} that says what is wrong. */
    public void check() {
        requireMethod();
        requireNames();
        requireHost();
        requireLength();
        requireNoCoding();
        requirePath();
    }

    /** {@return whether the request's body comes in chunks} */
    public boolean isChunked() {
        return !trimmed(TRANSFER_ENCODING).isEmpty();
    }

    /** An empty line before a request is a part of the method here: the server does not skip it. */
    private void requireMethod() {
        if (!TOKEN.matcher(method).matches()) {
            throw new InvalidException("the request does not begin with the name of a method");
        }
    }

    /** A blank behind a name makes another header of it, for some. */
    private void requireNames() {
        if (!names.stream().allMatch(name -> TOKEN.matcher(name).matches())) {
            throw new InvalidException("the request has a header whose name is none");
        }
    }

    private void requireHost() {
        int hosts = trimmed("Host").size();
        if (hosts > 1 || (hosts == 0 && protocol.equals(HTTP_1_1))) {
            throw new InvalidException("the request has " + hosts + " headers Host, and not one");
        }
    }

    private void requireLength() {
        List<String> lengths = trimmed("Content-Length");
        List<String> codings = trimmed(TRANSFER_ENCODING);
        if (codings.isEmpty()) {
            if (lengths.size() > 1
                    || !lengths.stream()
                            .allMatch(length -> LENGTH.matcher(length).matches())) {
                throw new InvalidException("Content-Length is not one whole number");
            }
        } else if (!lengths.isEmpty()) {
            throw new InvalidException("the request has both Transfer-Encoding and Content-Length");
        } else if (codings.size() > 1 || !codings.get(0).equals("chunked")) {
            throw new InvalidException("Transfer-Encoding can be chunked and nothing else");
        } else if (!protocol.equals(HTTP_1_1)) {
            throw new InvalidException("Transfer-Encoding is of HTTP/1.1, and the request is not");
        }
    }

    private void requireNoCoding() {
        if (!trimmed("Content-Encoding").stream().allMatch(coding -> coding.equals("identity"))) {
            throw new RequestException(ErrorCode.NOT_SUPPORTED, "a body with a Content-Encoding is not read");
        }
    }

    /** What is no percent-encoded UTF-8, each reader makes something else of. */
    private void requirePath() {
        if (PercentEncoding.decode(path).isEmpty()) {
            throw new InvalidException("the path is not ASCII, or wrongly percent-encoded");
        }
    }

    private List<String> trimmed(String header) {
        return values.apply(header).stream()
                // Blanks and tabs, and nothing else that Java takes for blank.
                .map(value -> AROUND.matcher(value).replaceAll("").toLowerCase(Locale.ROOT))
                .toList();
    }
}
