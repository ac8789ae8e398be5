package org.dske.root;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Key delivery at {@code /api/v1}, for encryptors that can be given a host and a port, but no path in front of the standard's: a
 * request goes on, as it is, to the client whose port it came in on. Who may do what is for the client to say; nothing is decided
 * here. Source: ETSI GS QKD 014, clause 5.1, which has the path start at the host.
 */
public final class KeyDeliveryServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    // Made anew by init, which runs in every copy.
    private transient @Nullable ClientPorts ports;

    /** Reads which client has which port. */
    @Override
    public void init() {
        ports = ClientPorts.parse(System.getProperty(ClientPorts.PROPERTY, ""));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        // The raw path: what is percent-encoded in it stays so.
        String path = "/etsi" + request.getRequestURI();
        client(request.getLocalPort(), path)
                .orElseGet(() -> getServletContext().getNamedDispatcher(UnknownPathServlet.NAME))
                .forward(request, response);
    }

    private Optional<RequestDispatcher> client(int port, String path) {
        return Optional.ofNullable(ports)
                .flatMap(known -> known.contextPath(port))
                .map(contextPath -> getServletContext().getContext(contextPath))
                .map(context -> context.getRequestDispatcher(path));
    }
}
