package org.dske.client.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.dske.testing.WireMessage;

/** A connection on which requests go out byte for byte as a test writes them. */
public final class RawConnection implements AutoCloseable {
    private final Socket socket;
    private final URI base;

    /**
     * Connects.
     *
     * @param base the base URL of a node
     * @throws IOException if nobody listens
     */
    public RawConnection(URI base) throws IOException {
        this.base = base;
        socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(30_000);
    }

    /**
     * Sends a request.
     *
     * @param method the HTTP method
     * @param path behind the base URL
     * @param headers the header fields but {@code Host}, one a line
     * @param body the body, in ISO 8859-1
     * @return the answer, which must have a length
     * @throws IOException if the connection breaks
     */
    public WireMessage send(String method, String path, String headers, String body) throws IOException {
        String head = method + " " + base.getPath() + path + " HTTP/1.1\nHost: " + base.getAuthority() + "\n"
                + headers.strip() + (headers.isBlank() ? "\n" : "\n\n");
        socket.getOutputStream().write((head.replace("\n", "\r\n") + body).getBytes(StandardCharsets.ISO_8859_1));
        return receive(socket.getInputStream());
    }

    private static WireMessage receive(InputStream stream) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = stream.read();
            assertTrue(next >= 0, () -> "the connection was closed after " + bytes);
            bytes.write(next);
        }
        int length = Integer.parseInt(
                WireMessage.parse(bytes.toString(StandardCharsets.ISO_8859_1)).header("Content-Length"));
        bytes.write(stream.readNBytes(length));
        return WireMessage.parse(bytes.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
