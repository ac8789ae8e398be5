package org.dske.http;

import jakarta.json.Json;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Gives the JSON body of all errors to those that never reach {@link FailureMapper}: a header that is none, a URL that is
 * none. (The server's default is a page of HTML.)
 */
@WebFilter(
        urlPatterns = "/*",
        // A server may forward requests to the node from another path.
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.FORWARD},
        asyncSupported = true)
public final class ServletErrorFilter extends HttpFilter {
    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, new JsonErrors(response));
    }

    private static final class JsonErrors extends HttpServletResponseWrapper {
        private JsonErrors(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void sendError(int status) throws IOException {
            resetBuffer();
            setStatus(status);
            setContentType("application/json");
            String message = FailureMapper.sentence(status);
            byte[] body = Json.createObjectBuilder()
                    .add("message", message)
                    .build()
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
            setContentLength(body.length);
            getOutputStream().write(body);
        }

        /** The server's message may tell more than it should. */
        @Override
        public void sendError(int status, String message) throws IOException {
            sendError(status);
        }
    }
}
