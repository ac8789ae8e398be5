package org.dske.http;

import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.dske.limit.Caller;
import org.dske.limit.Place;
import org.dske.limit.TooBusyException;
import org.dske.limit.UnderWay;

/**
 * Lets no more requests in than an address, and a certificate, may have under way. What a request has taken it gives back when its
 * thread comes back, whatever becomes of it: no resource goes on after that.
 */
@WebFilter(
        urlPatterns = "/*",
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.FORWARD},
        asyncSupported = true)
public class UnderWayFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private static final String PLACES = UnderWayFilter.class.getName();

    private final transient UnderWay underWay;

    @Inject
    public UnderWayFilter(UnderWay underWay) {
        this.underWay = underWay;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try (Places places = new Places()) {
            callersOf(request).forEach(caller -> places.add(underWay.enter(caller)));
            request.setAttribute(PLACES, places);
            chain.doFilter(request, response);
        } catch (TooBusyException e) {
            response.setIntHeader("Retry-After", TooBusyException.RETRY_AFTER);
            // Its body is not read, and where the next request begins nobody knows.
            response.setHeader("Connection", "close");
            ServletErrorFilter.send(response, e.code().httpStatus(), e.getMessage());
        }
    }

    /** {@return who sends a request: the address, and the certificate if there is one, the surest last} */
    public static List<Caller> callersOf(HttpServletRequest request) {
        List<Caller> callers = new ArrayList<>();
        callers.add(Caller.at(request.getRemoteAddr()));
        if (request.getAttribute(ConnectionFilter.CERTIFICATES) instanceof X509Certificate[] chain
                && chain.length > 0) {
            callers.add(new Caller(Caller.Kind.CERTIFICATE, chain[0]));
        }
        return callers;
    }

    /** Has a request that has come through this filter hold one more place until it is answered. */
    public static void hold(ContainerRequestContext request, Place place) {
        if (request.getProperty(PLACES) instanceof Places places) {
            places.add(place);
        } else {
            place.close();
            throw new IllegalStateException("the request has not come through this filter");
        }
    }

    /** What one request holds. Of one thread at a time. */
    private static final class Places implements AutoCloseable {
        private final List<Place> held = new ArrayList<>();

        private void add(Place place) {
            held.add(place);
        }

        @Override
        public void close() {
            held.forEach(Place::close);
        }
    }
}
