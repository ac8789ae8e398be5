package org.dske.client.transport;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.dske.error.DskeException;
import org.dske.signature.Signature;
import org.dske.time.Delay;

/**
 * The one HTTP client that a node calls all its hubs with. No call takes a thread while it waits, each ends when its time is over,
 * whatever the hub does with its bytes, and the connection of one that did not end by itself is closed. Safe for concurrent use.
 *
 * <p>A hub is called where the configuration says that it is: no proxy of the environment is used, and no redirection followed.
 *
 * <p>A connection that nobody uses has to be dropped here before the hub's listener drops it, after
 * {@value #LISTENER_IDLE_SECONDS} s in a server of ours, or a POST may be sent into a connection that is being closed. How long
 * {@code java.net.http} keeps one is a property of the whole JVM, {@value #IDLE_PROPERTY}, which it reads once: 30 s unless
 * somebody has set it. The launcher sets it; in somebody else's application server it is not for one application to change, and all
 * that can be done about a longer time is to say so in the log.
 */
public final class HttpTransport implements AutoCloseable {
    /** The property of the JVM that tells how many seconds {@code java.net.http} keeps a connection that nobody uses. */
    static final String IDLE_PROPERTY = "jdk.httpclient.keepalive.timeout";

    static final int LISTENER_IDLE_SECONDS = 60;
    private static final Logger LOG = Logger.getLogger(HttpTransport.class.getName());

    /** How long connections may stay open on which something came that is no HTTP. */
    private static final Duration UNTIL_REPLACED = Duration.ofSeconds(1);

    /**
     * Whoever reads an answer does so in a thread of its own: in that of the connection it would hold that up, and {@code
     * java.net.http} itself completes its futures in the common pool, where anybody in the process may hold anybody else up. With
     * the application's class loader: what reads the answer may look for its JSON provider there.
     */
    private static final Executor EACH_IN_ITS_OWN_THREAD = task -> {
        Thread thread = Thread.ofVirtual().unstarted(task);
        thread.setContextClassLoader(HttpTransport.class.getClassLoader());
        thread.start();
    };

    private final Optional<SSLContext> tls;
    private volatile HttpClient http;
    private final AtomicBoolean isToBeReplaced = new AtomicBoolean();
    private volatile HttpClient before;
    /** Of calls that have not ended. */
    private final Set<HttpClient> apart = ConcurrentHashMap.newKeySet();

    /**
     * A client without connections.
     *
     * @param tls how hubs are reached that have URLs with {@code https:}, in TLS 1.3
     */
    public HttpTransport(Optional<SSLContext> tls) {
        this.tls = tls;
        this.http = newClient();
        this.before = http;
        Integer idle = Integer.getInteger(IDLE_PROPERTY);
        if (idle != null && idle >= LISTENER_IDLE_SECONDS) {
            LOG.warning(() -> "this JVM keeps idle connections for " + idle + " s (" + IDLE_PROPERTY
                    + "), and hubs close them after " + LISTENER_IDLE_SECONDS
                    + " s: exchanges with hubs may fail now and then");
        }
    }

    private HttpClient newClient() {
        HttpClient.Builder builder = HttpClient.newBuilder()
                // Else it would ask for HTTP/2 with each first request, which some servers answer with an error.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY);
        tls.ifPresent(context ->
                builder.sslContext(context).sslParameters(new SSLParameters(null, new String[] {"TLSv1.3"})));
        return builder.build();
    }

    /**
     * Sends a request. A GET may be sent twice, the identical bytes, if a kept connection breaks before the answer; any other is sent
     * once.
     *
     * @param base where the interface is, up to its version
     * @param signature the value of {@code DSKE-Signature}; empty for none
     * @param maxBody bytes of the largest answer that is read; of an error without a signature 8 KiB are
     * @param limit how long it may take until the last byte of the answer
     * @param reading makes sense of the answer, in a thread of its own, which it may block
     * @return what it makes of it; fails with whatever {@link HubException#explain} can tell
     */
    public <T> CompletableFuture<T> send(
            URI base,
            HubRequest request,
            String signature,
            int maxBody,
            Duration limit,
            Function<HttpReply, T> reading) {
        return send(http, base, request, signature, maxBody, limit, reading);
    }

    /**
     * Sends a request without a signature over a connection of its own, which is closed behind the answer. {@code java.net.http} keeps what
     * came last over a connection, some 16 KiB, as long as it keeps that: secrets among it would stay in memory.
     *
     * @param maxBody bytes of the largest answer that is read
     * @param limit how long it may take until the last byte of the answer
     * @param reading makes sense of the answer, in a thread of its own, which it may block
     * @return what it makes of it; fails as the other does
     */
    public <T> CompletableFuture<T> sendApart(
            URI base, HubRequest request, int maxBody, Duration limit, Function<HttpReply, T> reading) {
        HttpClient once = newClient();
        apart.add(once);
        return send(once, base, request, "", maxBody, limit, reading).whenComplete((answer, failure) -> {
            // Else its thread would hold on to the connection for some seconds more, though that is closed.
            once.shutdownNow();
            apart.remove(once);
        });
    }

    private <T> CompletableFuture<T> send(
            HttpClient client,
            URI base,
            HubRequest request,
            String signature,
            int maxBody,
            Duration limit,
            Function<HttpReply, T> reading) {
        CompletableFuture<HttpReply> reply = new CompletableFuture<>();
        CompletableFuture<HttpResponse<Void>> call =
                client.sendAsync(message(base, request, signature), answer -> new LimitedBody(answer, maxBody, reply));
        var unused = call.whenComplete((answer, failure) -> {
            if (failure != null) {
                reply.completeExceptionally(failure);
                if (leavesConnectionOpen(failure)) {
                    replaceSoon();
                }
            }
        });
        return reply.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        // Closes the connection; nothing happens if the call has ended.
                        call.cancel(true);
                    }
                })
                .thenApplyAsync(reading, EACH_IN_ITS_OWN_THREAD);
    }

    /**
     * Whether a call failed in a way in which {@code java.net.http} forgets to close the connection: what came was no HTTP. Else
     * who answers so again and again could use up all that this process can open.
     */
    private static boolean leavesConnectionOpen(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ProtocolException
                || !(cause instanceof IOException
                        || cause instanceof DskeException
                        || cause instanceof CancellationException);
    }

    /**
     * Has a fresh client take over in a while, and the one before it closed when nobody can be about to call with it. It closes all
     * its connections then, as soon as the last of its calls has ended.
     */
    private void replaceSoon() {
        if (isToBeReplaced.compareAndSet(false, true)) {
            var unused = Delay.of(UNTIL_REPLACED).thenCompose(then -> {
                HttpClient replaced = http;
                before = replaced;
                http = newClient();
                return Delay.of(UNTIL_REPLACED).thenRun(() -> {
                    replaced.shutdown();
                    isToBeReplaced.set(false);
                });
            });
        }
    }

    private static HttpRequest message(URI base, HubRequest request, String signature) {
        HttpRequest.Builder message =
                HttpRequest.newBuilder(request.below(base)).header("Accept", "application/json");
        if (!signature.isEmpty()) {
            message.header(Signature.HEADER, signature);
        }
        if (request.body().length == 0) {
            return message.method(request.method(), HttpRequest.BodyPublishers.noBody())
                    .build();
        }
        return message.header("Content-Type", "application/json")
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()))
                .build();
    }

    /**
     * Where an interface of a hub is.
     *
     * @param path the path below it, up to the version
     * @return the URL, without a slash at its end
     */
    public static URI url(URI hub, String path) {
        String base = hub.toString();
        return URI.create(base + (base.endsWith("/") ? "" : "/") + path);
    }

    /** Ends all calls. */
    @Override
    public void close() {
        apart.forEach(HttpClient::shutdownNow);
        before.shutdownNow();
        http.shutdownNow();
        http.close();
    }
}
