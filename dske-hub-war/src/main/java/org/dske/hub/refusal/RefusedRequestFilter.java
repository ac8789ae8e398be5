package org.dske.hub.refusal;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import org.dske.auditlog.AuditEntry;
import org.dske.auditlog.AuditEvent;
import org.dske.auditlog.AuditLog;
import org.dske.http.ConnectionFilter;
import org.dske.hub.signature.SignedExchange;
import org.dske.ledger.PeerName;
import org.dske.protocol.Resources;
import org.jspecify.annotations.Nullable;

/** Records whole requests of clients that are refused, unless those parts of them are recorded that were. */
@Provider
@Dependent
public final class RefusedRequestFilter implements ContainerResponseFilter {
    private static final int FIRST_ERROR = 400;
    private static final String OUT_OF_BAND = Resources.OOB + "/";
    private static final String IN_BAND = Resources.API + "/";

    /** The request property that holds who says that he sent it. */
    private static final String CLAIMED = RefusedRequestFilter.class.getName();

    private final AuditLog audit;

    @Inject
    public RefusedRequestFilter(AuditLog audit) {
        this.audit = audit;
    }

    /** Takes note of who says that he sent a request. */
    public static void claimedBy(PeerName client, ContainerRequestContext request) {
        request.setProperty(CLAIMED, client);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        AuditEvent event = eventOf(request.getUriInfo().getPath(false));
        if (response.getStatus() < FIRST_ERROR || event == null) {
            return;
        }
        Optional<SignedExchange> exchange =
                Optional.ofNullable((SignedExchange) request.getProperty(SignedExchange.PROPERTY));
        AuditEntry entry = AuditEntry.of(event)
                .with(
                        "signed_by",
                        exchange.map(signed -> signed.client().peer()).orElse(null))
                .with("claimed_by", request.getProperty(CLAIMED))
                .with("address", ConnectionFilter.arrivalOf(request).address())
                .with("status", response.getStatus());
        if (exchange.isEmpty() || event == AuditEvent.REGISTRATION_REFUSED) {
            audit.noteStranger(entry);
        } else if (!exchange.get().isRefusalRecorded()) {
            audit.noteRefusal(exchange.get().client().peer(), entry);
        }
    }

    /** What it is to refuse a request with a path; null if it is nothing of the audit log's. */
    private static @Nullable AuditEvent eventOf(String path) {
        if (path.equals(OUT_OF_BAND + Resources.REGISTRATION) || path.equals(IN_BAND + Resources.REGISTRATION)) {
            return AuditEvent.REGISTRATION_REFUSED;
        }
        if (path.equals(OUT_OF_BAND + Resources.PSRD)) {
            return AuditEvent.PSRD_REFUSED;
        }
        return path.startsWith(IN_BAND + Resources.KEY_SHARE) || path.equals(IN_BAND + Resources.EXCHANGE)
                ? AuditEvent.SHARE_REFUSED
                : null;
    }
}
