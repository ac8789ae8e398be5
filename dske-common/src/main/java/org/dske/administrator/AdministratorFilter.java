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
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import org.dske.administrator.Administrators.Role;
import org.dske.auditlog.AuditEntry;
import org.dske.auditlog.AuditEvent;
import org.dske.auditlog.AuditLog;
import org.dske.config.ManagementSettings;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.http.ConnectionFilter;

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

    /** The request property that holds the administrator. */
    private static final String ADMINISTRATOR = AdministratorFilter.class.getName();

    private static final Set<String> LOOKING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Administrators administrators;
    private final CertifiedAdministrators certified;
    private final RefusedAttempts refused;
    private final ManagementSettings settings;
    private final AuditLog audit;

    /**
     * Who sent a request.
     *
     * @param role what he may do
     * @param name how he has shown that, and his name if there is one
     */
    private record Administrator(Role role, String name) {}

    @Inject
    public AdministratorFilter(
            Administrators administrators,
            CertifiedAdministrators certified,
            RefusedAttempts refused,
            ManagementSettings settings,
            AuditLog audit) {
        this.administrators = administrators;
        this.certified = certified;
        this.refused = refused;
        this.settings = settings;
        this.audit = audit;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Administrator administrator = administrator(request);
        request.setProperty(ADMINISTRATOR, administrator);
        if (administrator.role() == Role.READ && !LOOKING.contains(request.getMethod())) {
            throw new RequestException(
                    ErrorCode.NOT_PERMITTED, "this administrator may look, and not change something");
        }
    }

    /** A token that is shown counts, whatever certificate is. */
    private Administrator administrator(ContainerRequestContext request) {
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        String address = ConnectionFilter.arrivalOf(request).address();
        Optional<Administrator> known = authorization == null
                ? certified(ConnectionFilter.certificatesOf(request))
                : administrators.roleOf(authorization).map(role -> new Administrator(role, "token"));
        if (known.isPresent()) {
            return known.get();
        }
        if (authorization == null && isOwnLaboratory(request, settings)) {
            return new Administrator(Role.OPERATE, "laboratory");
        }
        refused.note(address);
        throw new RequestException(
                ErrorCode.NOT_AUTHENTICATED,
                authorization == null
                        ? "the management interface is for who has a token, Authorization: Bearer TOKEN, or an"
                                + " administrator's certificate"
                        : "this is no token of this node");
    }

    private Optional<Administrator> certified(X509Certificate... chain) {
        return certified
                .roleOf(chain)
                .flatMap(role -> certified.nameOf(chain).map(name -> new Administrator(role, "certificate " + name)));
    }

    /** Not over TLS: an encryptor on this machine has a certificate, and is not to stop a node with it. */
    private static boolean isOwnLaboratory(ContainerRequestContext request, ManagementSettings settings) {
        return settings.laboratory()
                && !request.getSecurityContext().isSecure()
                && ConnectionFilter.isLoopback(
                        ConnectionFilter.arrivalOf(request).address());
    }

    /** {@return whether who sends a request has to show a token, to be let to the management interface} */
    public static boolean needsToken(
            ContainerRequestContext request, CertifiedAdministrators certified, ManagementSettings settings) {
        return certified.roleOf(ConnectionFilter.certificatesOf(request)).isEmpty()
                && !isOwnLaboratory(request, settings);
    }

    /** Source of the header: RFC 9110, 15.5.2, and RFC 6750, 3. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == ErrorCode.NOT_AUTHENTICATED.httpStatus()) {
            response.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        AuditEntry entry = AuditEntry.of(
                        find(request).isPresent() ? AuditEvent.ADMINISTRATION : AuditEvent.ADMINISTRATOR_REFUSED)
                .with("administrator", find(request).map(Administrator::name).orElse(null))
                .with("address", ConnectionFilter.arrivalOf(request).address())
                .with("method", request.getMethod())
                .with("resource", request.getUriInfo().getPath(false))
                .with("status", response.getStatus());
        if (find(request).isEmpty()) {
            audit.noteStranger(entry);
        } else if (!LOOKING.contains(request.getMethod())) {
            audit.note(entry);
        }
    }

    private static Optional<Administrator> find(ContainerRequestContext request) {
        return Optional.ofNullable((Administrator) request.getProperty(ADMINISTRATOR));
    }

    /** {@return whether who sent a request may see what is revealed} */
    public static boolean mayOperate(ContainerRequestContext request) {
        return find(request).filter(known -> known.role() == Role.OPERATE).isPresent();
    }

    /** {@return how who sent a request has shown that he is an administrator, and his name if there is one: nothing secret} */
    public static String nameOf(ContainerRequestContext request) {
        return find(request).map(Administrator::name).orElse("nobody");
    }
}
