package org.dske.client.peerhub;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.dske.error.DskeException;
import org.dske.http.Body;
import org.dske.json.ErrorReader;
import org.dske.psrd.UnknownBlockException;
import org.dske.signature.Signature;

/**
 * Lets only responses through whose signature verifies over the exact bytes that arrived; any other is no answer, and at
 * most a hint. What a verified response says, an error perhaps, is the caller's business.
 */
final class VerifyingResponseFilter implements ClientResponseFilter {
    private final SignedChannel channel;
    private final int maxBody;
    private final ErrorReader errors = new ErrorReader();

    /**
     * A filter.
     *
     * @param channel verifies
     * @param maxBody the largest body in bytes
     */
    VerifyingResponseFilter(SignedChannel channel, int maxBody) {
        this.channel = channel;
        this.maxBody = maxBody;
    }

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) throws IOException {
        byte[] body = response.hasEntity()
                ? Body.read(response.getEntityStream(), response.getHeaderString(HttpHeaders.CONTENT_LENGTH), maxBody)
                : new byte[0];
        String header = response.getHeaderString(Signature.HEADER);
        if (header == null) {
            throw unsigned(response.getStatus(), body);
        }
        try {
            ExchangeKey key = (ExchangeKey) request.getProperty(ExchangeKey.PROPERTY);
            channel.verify(header, response.getStatus(), key, body);
        } catch (UnknownBlockException e) {
            throw HubException.of(HubException.Kind.UNKNOWN_BLOCK, "its answer is signed with an unknown block");
        } catch (DskeException e) {
            throw HubException.of(HubException.Kind.UNVERIFIED, "its answer does not verify: " + e.getMessage());
        }
        response.setEntityStream(new ByteArrayInputStream(body));
    }

    private HubException unsigned(int status, byte[] body) {
        String reason = "it answered " + status + " without a signature";
        return switch (status) {
            // Nobody who means it well says that it is done, and does not sign.
            case 200 -> HubException.of(HubException.Kind.UNVERIFIED, reason);
            case 400, 401, 403, 404 -> HubException.of(HubException.Kind.FORGOTTEN, reason);
            case 503 -> HubException.seemsDry(missingBytes(body), reason);
            default -> HubException.of(HubException.Kind.NO_ANSWER, reason);
        };
    }

    /** How many bytes the hub's pool lacks, if the body says so; nobody vouches for it. */
    private long missingBytes(byte[] body) {
        return errors.read(body)
                .map(error -> Facts.missingBytes(error.details()))
                .orElse(0L);
    }
}
