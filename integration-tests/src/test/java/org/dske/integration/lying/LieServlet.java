package org.dske.integration.lying;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Tells a hub which lie to tell: {@code PUT lie/WRONG_BYTES}; {@code GET lie} says how often it has. */
@WebServlet(LieServlet.PATH + "/*")
public class LieServlet extends HttpServlet {
    /** Where it is, below the hub's URL. */
    public static final String PATH = "/lie";

    private static final long serialVersionUID = 1L;

    @Inject
    private transient Lies lies;

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            lies.begin(Lie.valueOf(request.getPathInfo().substring(1)));
        } catch (IllegalStateException e) {
            response.sendError(HttpServletResponse.SC_CONFLICT, e.getMessage());
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().print(lies.told());
    }
}
