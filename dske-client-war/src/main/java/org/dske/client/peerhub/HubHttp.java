package org.dske.client.peerhub;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.core.Response;
import java.net.ConnectException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.dske.error.DskeException;
import org.dske.http.JsonbProvider;
import org.dske.protocol.ErrorMessage;
import org.dske.psrd.UnknownBlockException;
import org.dske.signature.ContextTooLongException;
import org.glassfish.jersey.client.ClientConfig;
import org.glassfish.jersey.client.ClientProperties;
import org.glassfish.jersey.jnh.connector.JavaNetHttpConnectorProvider;

/** The HTTP client that all hubs are called with, and what its failures mean. */
final class HubHttp {
    private static final Logger LOG = Logger.getLogger(HubHttp.class.getName());

    private HubHttp() {}

    /**
     * A client over the JDK's HttpClient, which neither sends a POST twice by itself nor limits the connections to a hub.
     * It has the process's default TLS context, which is made once. Left alone, Jersey makes one for every configuration of a
     * target, from the server's key store, at the price of a password's key derivation each.
     *
     * @param timeout how long an answer may take to begin
     */
    static Client newClient(Duration timeout) {
        return ClientBuilder.newBuilder()
                .withConfig(new ClientConfig()
                        .connectorProvider(new JavaNetHttpConnectorProvider())
                        .property(ClientProperties.READ_TIMEOUT, Math.toIntExact(timeout.toMillis()))
                        .property(ClientProperties.FOLLOW_REDIRECTS, false)
                        .register(new JsonbProvider())
                        .register(new JsonSyntaxInterceptor()))
                .sslContext(tls())
                .build();
    }

    private static SSLContext tls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /**
     * The body of an error. Some implementations have errors of another form, or none: of these the status says what is to
     * be known.
     */
    static ErrorMessage errorOf(Response response) {
        if (response.hasEntity()) {
            try {
                return response.readEntity(ErrorMessage.class);
            } catch (ProcessingException | DskeException e) {
                LOG.log(Level.FINE, "an error of a form of its own", e);
            }
        }
        return new ErrorMessage("status " + response.getStatus(), null);
    }

    /** What a failed call came to: the failure itself if it is ours. */
    static HubException explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HubException ours) {
                return ours;
            }
            if (cause instanceof UnknownBlockException) {
                return HubException.of(HubException.Kind.UNKNOWN_BLOCK, "its answer names an unknown block");
            }
            if (cause instanceof ContextTooLongException tooLong) {
                return HubException.of(HubException.Kind.WITHHELD, tooLong.getMessage());
            }
            if (cause instanceof DskeException broken) {
                return HubException.of(HubException.Kind.NO_ANSWER, "its answer is not valid: " + broken.getMessage());
            }
            if (cause instanceof ConnectException) {
                return HubException.of(HubException.Kind.NOT_SENT, "connection refused");
            }
            if (cause instanceof java.net.http.HttpTimeoutException) {
                return HubException.of(HubException.Kind.NO_ANSWER, "no answer in time");
            }
        }
        return HubException.of(HubException.Kind.NO_ANSWER, phrase(failure));
    }

    /** What is known of a failure, without the bytes that caused it. */
    private static String phrase(Throwable failure) {
        Throwable cause =
                failure instanceof ProcessingException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof java.io.IOException
                ? "the connection broke"
                : "no valid answer (" + cause.getClass().getSimpleName() + ")";
    }
}
