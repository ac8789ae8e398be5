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
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Tells JAX-RS what it does not know of a request, or spells in its own way: the port at which it came, of which the header {@code Host} says what
 * its sender likes, from which address, whose certificate was shown, and path and query as they were sent.
 */
@WebFilter(
        urlPatterns = "/*",
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.FORWARD},
        asyncSupported = true)
public final class ConnectionFilter extends HttpFilter {
    private static final String ARRIVAL = ConnectionFilter.class.getName();
    private static final Arrival UNKNOWN = new Arrival(0, "", 0, "", "");

    /** The attribute of a servlet request. */
    static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.%a-z]*");

    private static final long serialVersionUID = 1L;

    /**
     * How a request came.
     *
     * @param port at which; 0 if it is not known
     * @param address from which; an empty one if it is not known
     * @param remotePort from which; 0 if it is not known
     * @param path as it was sent
     * @param query as it was sent; an empty one if there is none
     */
    public record Arrival(int port, String address, int remotePort, String path, String query) {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        request.setAttribute(
                ARRIVAL,
                new Arrival(
                        request.getLocalPort(),
                        request.getRemoteAddr(),
                        request.getRemotePort(),
                        request.getRequestURI(),
                        Objects.requireNonNullElse(request.getQueryString(), "")));
        chain.doFilter(request, response);
    }

    /** {@return how a request came} */
    public static Arrival arrivalOf(ContainerRequestContext request) {
        return request.getProperty(ARRIVAL) instanceof Arrival known ? known : UNKNOWN;
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
