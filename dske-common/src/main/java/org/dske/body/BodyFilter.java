package org.dske.body;

import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.dske.error.RequestException;
import org.dske.http.ServletErrorFilter;
import org.dske.http.UnderWayFilter;
import org.dske.limit.Caller;
import org.dske.protocol.Resources;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what the bodies of requests cost as long as they are on their way: threads that wait, and memory. (A server has so
 * many threads, and without this some hundred connections with half a body each would hold them all.) One that is announced as too
 * large is refused at once, at any path.
 */
@WebFilter(
        urlPatterns = "/*",
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.FORWARD},
        asyncSupported = true)
public class BodyFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private static final String PACKAGES = "/" + Resources.MANAGEMENT + "/" + Resources.PACKAGES;

    private final transient BodyBudget budget;

    @Inject
    public BodyFilter(BodyBudget budget) {
        this.budget = budget;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getRequestURI().endsWith(PACKAGES)) {
            // Nothing of it is read before it is known that an administrator sends it, and then up to a limit of its
            // own.
            chain.doFilter(request, response);
            return;
        }
        try {
            Body.requireAtMost(budget.largest(), request.getContentLengthLong());
        } catch (RequestException e) {
            // Whether such a body comes all the same is the sender's choice, who may have waited for leave to send it:
            // so where the
            // next request begins nobody knows (RFC 9110, section 10.1.1).
            response.setHeader("Connection", "close");
            ServletErrorFilter.send(response, e.code().httpStatus(), e.getMessage());
            return;
        }
        try (BoundedRequest bounded = new BoundedRequest(request)) {
            chain.doFilter(bounded, response);
        }
    }

    private final class BoundedRequest extends HttpServletRequestWrapper implements AutoCloseable {
        private final Caller caller;
        private @Nullable ArrivingBody body;

        private BoundedRequest(HttpServletRequest request) {
            super(request);
            caller = UnderWayFilter.callersOf(request).getLast();
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (body == null) {
                body = new ArrivingBody(super.getInputStream(), budget.reserve(caller));
            }
            return body;
        }

        @Override
        public void close() {
            if (body != null) {
                body.release();
            }
        }
    }
}
