package org.dske.administrator;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import java.util.Set;
import org.dske.administrator.Administrators.Role;
import org.dske.config.ManagementSettings;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.http.ConnectionFilter;
import org.jspecify.annotations.Nullable;

/**
 * Lets nobody to the management interface but who shows a token, or an administrator's certificate: to look, or also to change something. In a laboratory who calls from the
 * same machine shows none. It goes by the resource that a request has reached, whatever way its path was written.
 */
@Provider
@AdministratorFilter.Guarded
@Priority(Priorities.AUTHENTICATION)
@Dependent
public final class AdministratorFilter implements ContainerRequestFilter, ContainerResponseFilter {
    /** Of a resource: what this filter lets nobody to but administrators. */
    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    public @interface Guarded {}

    /** The request property that holds the role. */
    private static final String ROLE = AdministratorFilter.class.getName();

    private static final Set<String> LOOKING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Administrators administrators;
    private final CertifiedAdministrators certified;
    private final RefusedAttempts refused;
    private final ManagementSettings settings;

    @Inject
    public AdministratorFilter(
            Administrators administrators,
            CertifiedAdministrators certified,
            RefusedAttempts refused,
            ManagementSettings settings) {
        this.administrators = administrators;
        this.certified = certified;
        this.refused = refused;
        this.settings = settings;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Role role = role(request);
        if (role == Role.READ && !LOOKING.contains(request.getMethod())) {
            throw new RequestException(
                    ErrorCode.NOT_PERMITTED, "this administrator may look, and not change something");
        }
        request.setProperty(ROLE, role);
    }

    /** A token that is shown counts, whatever certificate is. */
    private Role role(ContainerRequestContext request) {
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        String address = ConnectionFilter.arrivalOf(request).address();
        Optional<Role> role = authorization == null
                ? certified.roleOf(ConnectionFilter.certificatesOf(request))
                : administrators.roleOf(authorization);
        if (role.isPresent()) {
            return role.get();
        }
        if (isOwnLaboratory(request, authorization, address)) {
            return Role.OPERATE;
        }
        refused.note(address);
        throw new RequestException(
                ErrorCode.NOT_AUTHENTICATED,
                authorization == null
                        ? "the management interface is for who has a token, Authorization: Bearer TOKEN, or an"
                                + " administrator's certificate"
                        : "this is no token of this node");
    }

    /** Not over TLS: an encryptor on this machine has a certificate, and is not to stop a node with it. */
    private boolean isOwnLaboratory(ContainerRequestContext request, @Nullable String authorization, String address) {
        return settings.laboratory()
                && authorization == null
                && !request.getSecurityContext().isSecure()
                && ConnectionFilter.isLoopback(address);
    }

    /** Source: RFC 9110, 15.5.2, and RFC 6750, 3. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == ErrorCode.NOT_AUTHENTICATED.httpStatus()) {
            response.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
    }

    /** {@return whether who sent a request may see what is revealed} */
    public static boolean mayOperate(ContainerRequestContext request) {
        return request.getProperty(ROLE) == Role.OPERATE;
    }
}
