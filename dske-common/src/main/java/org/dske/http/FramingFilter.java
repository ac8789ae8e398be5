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
import org.dske.error.DskeException;

/**
 * Turns requests down of which two readers could think differently where they end, whom they are for or what they ask for, and ends
 * their connection, since nobody knows what of its bytes belongs to which request. (Servers guess: Grizzly takes a
 * {@code Transfer-Encoding} that it does not know for no body, and the body for the next request.)
 *
 * <p>It is what an application can do about it: the server has read the head before, and refuses by itself, with an empty body, what
 * it can make nothing of.
 */
@WebFilter(
        urlPatterns = "/*",
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.FORWARD},
        asyncSupported = true)
public final class FramingFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        RequestHead head = new RequestHead(
                request.getMethod(),
                request.getProtocol(),
                request.getRequestURI(),
                Collections.list(request.getHeaderNames()),
                name -> Collections.list(request.getHeaders(name)));
        try {
            head.check();
        } catch (DskeException e) {
            response.setHeader("Connection", "close");
            ServletErrorFilter.send(response, e.code().httpStatus(), e.getMessage());
            return;
        }
        if (head.isChunked()) {
            // A Content-Length that came before Grizzly has taken out, unread. Of what may be done then (RFC 9112,
            // section 6.3) that
            // is what is left to an application: to read the chunks, answer, and close.
            response.setHeader("Connection", "close");
        }
        chain.doFilter(request, response);
    }
}
