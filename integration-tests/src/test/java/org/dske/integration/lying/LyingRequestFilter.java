package org.dske.integration.lying;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dske.protocol.ErrorMessage;
import org.dske.protocol.FetchKeySharesRequest;
import org.dske.protocol.Resources;

/**
 * Has a hub not do what it is asked for, or do something else. It comes after a request has been verified.
 *
 * <p>A hub that gives a share of another key is asked for that key in the place of the one that the client wants: so the answer is
 * encrypted and signed as any other.
 */
@PreMatching
@Priority(Priorities.AUTHORIZATION)
final class LyingRequestFilter implements ContainerRequestFilter {
    private final Lies lies;

    LyingRequestFilter(Lies lies) {
        this.lies = lies;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        if (!request.getUriInfo().getPath().startsWith(Resources.API)) {
            return;
        }
        Optional<AskedKeys> asked = AskedKeys.of(request);
        Lie lie = lies.current();
        if (lie == Lie.SILENCE) {
            keepSilent();
        } else if (lie == Lie.REFUSAL) {
            refuse(request, Response.Status.INTERNAL_SERVER_ERROR, null);
        } else if (asked.isPresent()) {
            answer(request, asked.get(), lie);
        }
    }

    private void answer(ContainerRequestContext request, AskedKeys asked, Lie lie) {
        switch (lie) {
            case NONE -> lies.remember(asked);
            case DENIAL ->
                refuse(request, Response.Status.NOT_FOUND, Map.of(FetchKeySharesRequest.UNKNOWN_KEYS, asked.ids()));
            case STALE_SHARE -> asked.replace(request, others(asked));
            default -> {}
        }
        request.setProperty(LyingResponseFilter.LIE, lie);
        request.setProperty(LyingResponseFilter.WANTED, asked.ids());
    }

    /** An earlier key for one, and for many each other. */
    private List<String> others(AskedKeys asked) {
        List<String> others = new ArrayList<>(asked.ids());
        if (others.size() == 1) {
            others.set(0, lies.earlierKey(asked.slave()));
        }
        Collections.rotate(others, 1);
        return others;
    }

    private void refuse(ContainerRequestContext request, Response.Status status, Object details) {
        lies.count();
        request.abortWith(Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new ErrorMessage("this hub does as it likes", details))
                .build());
    }

    private void keepSilent() throws IOException {
        try {
            lies.keepSilent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the hub ends while it is silent");
        }
    }
}
