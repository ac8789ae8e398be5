package org.dske.testing;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;

/** Lets a test say how requests arrive, as a server with TLS would. */
public final class FakeConnection extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private transient volatile X509Certificate[] chain;
    private volatile boolean secure;

    /**
     * From now on requests arrive over HTTPS.
     *
     * @param certificates the other end's certificate and those of its CA; none if it has none
     */
    public void secure(X509Certificate... certificates) {
        chain = certificates.length == 0 ? null : certificates;
        secure = true;
    }

    /** From now on requests arrive over plain HTTP. */
    public void plain() {
        chain = null;
        secure = false;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain filters)
            throws IOException, ServletException {
        filters.doFilter(new Request(request, secure, chain), response);
    }

    private static final class Request extends HttpServletRequestWrapper {
        private final boolean secure;
        private final X509Certificate[] chain;

        private Request(HttpServletRequest request, boolean secure, X509Certificate[] chain) {
            super(request);
            this.secure = secure;
            this.chain = chain;
        }

        @Override
        public boolean isSecure() {
            return secure;
        }

        @Override
        public Object getAttribute(String name) {
            return name.equals("jakarta.servlet.request.X509Certificate") ? chain : super.getAttribute(name);
        }
    }
}
