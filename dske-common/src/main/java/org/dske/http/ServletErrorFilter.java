package org.dske.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import org.dske.error.ErrorCode;
import org.dske.json.JsonMessages;
import org.dske.protocol.ErrorMessage;

/**
 * Gives the JSON body of all errors to those that never reach {@link FailureMapper}: a header that is none, a URL that is
 * none, a defect outside of all resources. (The server's default is a page of HTML.)
 */
@WebFilter(
        urlPatterns = "/*",
        // A server may forward requests to the node from another path.
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.FORWARD},
        asyncSupported = true)
public final class ServletErrorFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, new JsonErrors(response));
        } catch (RuntimeException | ServletException defect) {
            if (response.isCommitted()) {
                throw defect;
            }
            FailureMapper.note(defect);
            send(response, ErrorCode.INTERNAL.httpStatus(), FailureMapper.DEFECT);
        }
    }

    /** Sends an error in place of whatever was to be sent. */
    public static void send(HttpServletResponse response, int status, String message) throws IOException {
        byte[] body = JsonMessages.write(new ErrorMessage(message, null));
        response.resetBuffer();
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_JSON);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static final class JsonErrors extends HttpServletResponseWrapper {
        private JsonErrors(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void sendError(int status) throws IOException {
            send(this, status, FailureMapper.sentence(status));
        }

        /** The server's message may tell more than it should. */
        @Override
        public void sendError(int status, String message) throws IOException {
            sendError(status);
        }
    }
}
