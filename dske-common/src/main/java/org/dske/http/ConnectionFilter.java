package org.dske.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.regex.Pattern;

/**
 * Tells JAX-RS what it does not know of the connection that a request came by: the port, of which the header {@code Host} says what its
 * sender likes, from which address, and whose certificate was shown.
 */
@WebFilter(
        urlPatterns = "/*",
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.FORWARD},
        asyncSupported = true)
public final class ConnectionFilter extends HttpFilter {
    private static final String PORT = ConnectionFilter.class.getName() + ".port";
    private static final String ADDRESS = ConnectionFilter.class.getName() + ".address";

    /** The attribute of a servlet request. */
    static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.%a-z]*");

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        request.setAttribute(PORT, request.getLocalPort());
        request.setAttribute(ADDRESS, request.getRemoteAddr());
        chain.doFilter(request, response);
    }

    /** {@return the port at which a request came in; 0 if it is not known} */
    static int portOf(ContainerRequestContext request) {
        return request.getProperty(PORT) instanceof Integer known ? known : 0;
    }

    /** {@return the address that a request came from; an empty one if it is not known} */
    public static String addressOf(ContainerRequestContext request) {
        return request.getProperty(ADDRESS) instanceof String known ? known : "";
    }

    /**
     * The certificates that the other end of a TLS connection has shown: its own, then those that lead to its CA. The attributes of the
     * servlet request are properties here; the request itself, wanted by a field with @Context, Payara does not give to a filter of a WAR.
     *
     * @return none over plain HTTP
     */
    public static X509Certificate[] certificatesOf(ContainerRequestContext request) {
        return request.getSecurityContext().isSecure()
                        && request.getProperty(CERTIFICATES) instanceof X509Certificate[] chain
                ? chain
                : new X509Certificate[0];
    }

    /** {@return whether an address is one of this machine's loopback interface} */
    public static boolean isLoopback(String address) {
        try {
            // Of what is no name nobody is asked.
            return LITERAL.matcher(address).matches()
                    && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
