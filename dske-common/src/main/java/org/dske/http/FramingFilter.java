package org.dske.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.dske.error.DskeException;
import org.dske.error.ErrorCode;
import org.dske.error.InvalidException;
import org.dske.error.RequestException;
import org.dske.key.PercentEncoding;

/**
 * Turns requests down of which two readers could think differently where they end, whom they are for or what they ask for, and ends
 * their connection, since nobody knows what of its bytes belongs to which request. (Servers guess: Grizzly takes a
 * {@code Transfer-Encoding} that it does not know for no body, and the body for the next request.)
 *
 * <p>It is what an application can do about it: the server has read the head before, and refuses by itself, with an empty body, what
 * it can make nothing of. Source: RFC 9110, sections 7.2 and 8.4; RFC 9112, sections 2.2, 3.2, 6.1 and 6.3.
 */
@WebFilter(
        urlPatterns = "/*",
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.FORWARD},
        asyncSupported = true)
public final class FramingFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern AROUND = Pattern.compile("^[ \\t]+|[ \\t]+$");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final String TRANSFER_ENCODING = "Transfer-Encoding";
    private static final String HTTP_1_1 = "HTTP/1.1";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            requireMethod(request);
            requireNames(request);
            requireHost(request);
            requireLength(request);
            requireNoCoding(request);
            requirePath(request);
        } catch (DskeException e) {
            response.setHeader("Connection", "close");
            ServletErrorFilter.send(response, e.code().httpStatus(), e.getMessage());
            return;
        }
        if (!values(request, TRANSFER_ENCODING).isEmpty()) {
            // A Content-Length that came before it Grizzly has taken out, unread, so nobody knows whether there was
            // one. Of what may
            // be done then (RFC 9112, section 6.3) that is what is left: to read the chunks, answer, and close.
            response.setHeader("Connection", "close");
        }
        chain.doFilter(request, response);
    }

    /** An empty line before a request is a part of the method here: the server does not skip it. */
    private static void requireMethod(HttpServletRequest request) {
        if (!TOKEN.matcher(request.getMethod()).matches()) {
            throw new InvalidException("the request does not begin with the name of a method");
        }
    }

    /** A blank behind a name makes another header of it, for some. */
    private static void requireNames(HttpServletRequest request) {
        if (!Collections.list(request.getHeaderNames()).stream()
                .allMatch(name -> TOKEN.matcher(name).matches())) {
            throw new InvalidException("the request has a header whose name is none");
        }
    }

    private static void requireHost(HttpServletRequest request) {
        int hosts = values(request, "Host").size();
        if (hosts > 1 || (hosts == 0 && request.getProtocol().equals(HTTP_1_1))) {
            throw new InvalidException("the request has " + hosts + " headers Host, and not one");
        }
    }

    private static void requireLength(HttpServletRequest request) {
        List<String> lengths = values(request, "Content-Length");
        List<String> codings = values(request, TRANSFER_ENCODING);
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
        } else if (!request.getProtocol().equals(HTTP_1_1)) {
            throw new InvalidException("Transfer-Encoding is of HTTP/1.1, and the request is not");
        }
    }

    private static void requireNoCoding(HttpServletRequest request) {
        if (!values(request, "Content-Encoding").stream().allMatch(coding -> coding.equals("identity"))) {
            throw new RequestException(ErrorCode.NOT_SUPPORTED, "a body with a Content-Encoding is not read");
        }
    }

    /** What is no percent-encoded UTF-8, each reader makes something else of. */
    private static void requirePath(HttpServletRequest request) {
        if (PercentEncoding.decode(request.getRequestURI()).isEmpty()) {
            throw new InvalidException("the path is not ASCII, or wrongly percent-encoded");
        }
    }

    private static List<String> values(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header)).stream()
                // Blanks and tabs, and nothing else that Java takes for blank.
                .map(value -> AROUND.matcher(value).replaceAll("").toLowerCase(Locale.ROOT))
                .toList();
    }
}
