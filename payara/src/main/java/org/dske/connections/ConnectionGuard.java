package org.dske.connections;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dske.limit.Caller;
import org.dske.time.Delay;
import org.dske.time.Ticker;
import org.glassfish.grizzly.CloseListener;
import org.glassfish.grizzly.CloseType;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;

/**
 * Holds a listener to what one address may take of it. It sees a connection when it is accepted, before any handshake, and requests when
 * their heads are whole: until then a connection counts as quiet.
 */
public final class ConnectionGuard extends BaseFilter {
    private static final Attribute<Guarded> GUARDED =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(ConnectionGuard.class.getName());
    /** What the server knows a connection's request by; its own filter is before this one, and has no more use of it when a connection closes. */
    private static final Attribute<Object> REQUEST =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(HttpServerFilter.HTTP_SERVER_REQUEST_ATTR_NAME);

    /**
     * What is read of a connection at once, in bytes. Grizzly would read as much as the kernel has, a megabyte and more, and keep it until
     * somebody asks for it.
     */
    private static final int READ_AT_ONCE = 16_384;

    /**
     * What may wait to be sent over a connection, in bytes, before whoever writes more has to wait. Grizzly would hold four times as much as
     * the kernel, half a megabyte and more of an answer that nobody reads.
     */
    private static final int WRITTEN_AHEAD = 16_384;

    private static final int FIRST_ERROR = 400;
    /** The rest of the body that did not come is not waited for (RFC 9110, section 15.5.9). */
    private static final int TOO_SLOW = 408;

    private static final int FIRST_FAILURE_OF_OURS = 500;

    /** What is known of a connection. */
    private record Guarded(Connections<Connection<?>> connections, Caller from) {}

    /** By the port: the server does not say which listener a chain is for. */
    private final Map<Integer, Connections<Connection<?>>> listeners = new ConcurrentHashMap<>();

    private final boolean handshakes;

    /**
     * The guard of a listener.
     *
     * @param handshakes whether each connection begins with a handshake
     */
    public ConnectionGuard(boolean handshakes) {
        this.handshakes = handshakes;
    }

    private Connections<Connection<?>> connectionsAt(Connection<?> connection) {
        int port = connection.getLocalAddress() instanceof InetSocketAddress local ? local.getPort() : 0;
        return listeners.computeIfAbsent(
                port,
                first -> new Connections<>(
                        ConnectionLimits.at(port, System.getProperty(ConnectionLimits.PROPERTY, "")),
                        handshakes,
                        Ticker.SYSTEM));
    }

    @Override
    public NextAction handleAccept(FilterChainContext context) throws IOException {
        Connection<?> connection = context.getConnection();
        connection.setReadBufferSize(READ_AT_ONCE);
        connection.setMaxAsyncWriteQueueSize(WRITTEN_AHEAD);
        if (connection.getPeerAddress() instanceof InetSocketAddress peer) {
            Caller from = Caller.at(peer.getAddress());
            Connections<Connection<?>> connections = connectionsAt(connection);
            GUARDED.set(connection, new Guarded(connections, from));
            Connections.Opening<Connection<?>> opening = connections.opened(connection, from);
            // It may have been closed meanwhile: then this is called at once.
            CloseListener<Connection<?>, CloseType> left = (closed, type) -> connections.closed(connection, from);
            connection.addCloseListener(left);
            opening.givesWay().ifPresent(Connection::closeSilently);
            if (connection.isOpen() && !opening.pause().isZero()) {
                // Until then nothing is read of it, and no thread waits.
                connection.disableIOEvent(IOEvent.READ);
                var unused = Delay.of(opening.pause()).thenRun(() -> readFrom(connection));
            }
        }
        return context.getInvokeAction();
    }

    private static void readFrom(Connection<?> connection) {
        try {
            connection.enableIOEvent(IOEvent.READ);
        } catch (IOException e) {
            // It has ended meanwhile.
            connection.closeSilently();
        }
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        Guarded guarded = GUARDED.get(context.getConnection());
        if (guarded != null) {
            guarded.connections().used(context.getConnection(), guarded.from());
        }
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleWrite(FilterChainContext context) {
        if (context.getMessage() instanceof HttpContent content) {
            letPass(context.getConnection(), content.getContent().remaining());
        }
        if (context.getMessage() instanceof HttpPacket packet
                && packet.getHttpHeader() instanceof HttpResponsePacket response
                && !response.isCommitted()
                && isRefusal(response.getStatus())) {
            Guarded guarded = GUARDED.get(context.getConnection());
            if (guarded != null
                    && (guarded.connections().refused(guarded.from()) || response.getStatus() == TOO_SLOW)) {
                response.setHeader("Connection", "close");
                response.getProcessingState().setKeepAlive(false);
            }
        }
        return context.getInvokeAction();
    }

    /** What is written at once may be four times what may wait: for more Grizzly closes the connection, without a word. */
    private static void letPass(Connection<?> connection, int size) {
        if (size > connection.getMaxAsyncWriteQueueSize()) {
            connection.setMaxAsyncWriteQueueSize(size);
        }
    }

    /**
     * Lets go of the request that a connection had: for up to a minute the server keeps closed connections among those that it waits for the
     * next request of, with some 80 KB each.
     */
    @Override
    public NextAction handleClose(FilterChainContext context) {
        REQUEST.remove(context.getConnection());
        return context.getInvokeAction();
    }

    private static boolean isRefusal(int status) {
        return status >= FIRST_ERROR && status < FIRST_FAILURE_OF_OURS;
    }
}
