package org.dske.root;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Answers every path that belongs to no node with 404 and a JSON body, whatever the method; the server's own answer is HTML.
 * Nothing of the request is repeated in the answer.
 */
public final class UnknownPathServlet extends HttpServlet {
    /** What web.xml calls it. */
    static final String NAME = "unknown-path";

    private static final long serialVersionUID = 1L;

    private static final byte[] BODY = "{\"message\":\"no node has this path\"}".getBytes(StandardCharsets.UTF_8);

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        response.setContentType("application/json");
        response.setContentLength(BODY.length);
        // Whether the body of what nobody is there for ends where its head says, nobody has checked.
        response.setHeader("Connection", "close");
        response.getOutputStream().write(BODY);
        // A response that is not committed yet gets the server's own page in place of the body.
        response.flushBuffer();
    }
}
