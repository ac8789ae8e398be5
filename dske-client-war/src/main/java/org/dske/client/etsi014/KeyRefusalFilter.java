package org.dske.client.etsi014;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dske.auditlog.AuditEntry;
import org.dske.auditlog.AuditEvent;
import org.dske.auditlog.AuditLog;
import org.dske.client.caller.CallerFilter;
import org.dske.http.ConnectionFilter;
import org.dske.key.KeyId;
import org.dske.key.SaeId;

/** Records requests for keys that are refused, for whatever reason. */
@Provider
@Dependent
public final class KeyRefusalFilter implements ContainerResponseFilter {
    /** The last segment of the path of Get key. */
    static final String GET_KEY = "enc_keys";
    /** The last segment of the path of Get key with key IDs. */
    static final String GET_KEY_WITH_KEY_IDS = "dec_keys";

    private static final Set<String> METHODS = Set.of(GET_KEY, GET_KEY_WITH_KEY_IDS);
    private static final int FIRST_ERROR = 400;

    /** The request property that holds the keys that somebody wants. */
    private static final String WANTED = KeyRefusalFilter.class.getName();

    private final AuditLog audit;

    @Inject
    public KeyRefusalFilter(AuditLog audit) {
        this.audit = audit;
    }

    /** Takes note of the keys that a request names. */
    static void wants(ContainerRequestContext request, List<KeyId> keyIds) {
        request.setProperty(WANTED, List.copyOf(keyIds));
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String path = request.getUriInfo().getPath(false);
        String method = path.substring(path.lastIndexOf('/') + 1);
        if (response.getStatus() < FIRST_ERROR
                || !path.startsWith(CallerFilter.INTERFACE)
                || !METHODS.contains(method)) {
            return;
        }
        Optional<SaeId> caller = CallerFilter.find(request);
        MultivaluedMap<String, String> names = request.getUriInfo().getPathParameters();
        AuditEntry entry = AuditEntry.of(AuditEvent.KEY_REFUSED)
                .with("request", method)
                .with("by", caller.orElse(null))
                .with("address", ConnectionFilter.arrivalOf(request).address())
                .with(
                        "peer",
                        names.values().stream()
                                .flatMap(List::stream)
                                .findFirst()
                                .orElse(null))
                .with("key_ids", request.getProperty(WANTED))
                .with("status", response.getStatus());
        caller.ifPresentOrElse(known -> audit.noteRefusal(known, entry), () -> audit.noteStranger(entry));
    }
}
