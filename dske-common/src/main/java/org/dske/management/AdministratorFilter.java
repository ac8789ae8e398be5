package org.dske.management;

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
import org.dske.config.ManagementSettings;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.http.ConnectionFilter;
import org.dske.management.Administrators.Role;
import org.jspecify.annotations.Nullable;

/**
 * Lets nobody to the management interface but who shows a token: to look, or also to change something. In a laboratory who calls from the
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
    private final RefusedAttempts refused;
    private final ManagementSettings settings;

    @Inject
    public AdministratorFilter(Administrators administrators, RefusedAttempts refused, ManagementSettings settings) {
        this.administrators = administrators;
        this.refused = refused;
        this.settings = settings;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Role role = role(request.getHeaderString(HttpHeaders.AUTHORIZATION), ConnectionFilter.addressOf(request));
        if (role == Role.READ && !LOOKING.contains(request.getMethod())) {
            throw new RequestException(
                    ErrorCode.NOT_PERMITTED, "this token is good for looking, not for changing something");
        }
        request.setProperty(ROLE, role);
    }

    private Role role(@Nullable String authorization, String address) {
        Optional<Role> role = administrators.roleOf(authorization);
        if (role.isPresent()) {
            return role.get();
        }
        if (settings.laboratory() && authorization == null && ConnectionFilter.isLoopback(address)) {
            return Role.OPERATE;
        }
        refused.note(address);
        throw new RequestException(
                ErrorCode.NOT_AUTHENTICATED,
                authorization == null
                        ? "the management interface is for who has a token: Authorization: Bearer TOKEN"
                        : "this is no token of this node");
    }

    /** Source: RFC 9110, 15.5.2, and RFC 6750, 3. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == ErrorCode.NOT_AUTHENTICATED.httpStatus()) {
            response.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
    }

    /** {@return whether who sent a request may see what is revealed} */
    static boolean mayOperate(ContainerRequestContext request) {
        return request.getProperty(ROLE) == Role.OPERATE;
    }
}
