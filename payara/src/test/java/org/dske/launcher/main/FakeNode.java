package org.dske.launcher.main;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Answers whatever it is asked with the same JSON, and the time that it is told. */
final class FakeNode implements AutoCloseable {
    private final ServerSocket server;
    private final byte[] answer;

    FakeNode(String date, String json) throws IOException {
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        answer = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: " + date + "\r\nConnection: close\r\n"
                        + "Content-Length: " + json.length() + "\r\n\r\n" + json)
                .getBytes(StandardCharsets.US_ASCII);
        Thread.ofVirtual().name("fake-node").start(this::serve);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                String line = in.readLine();
                while (line != null && !line.isEmpty()) {
                    line = in.readLine();
                }
                socket.getOutputStream().write(answer);
            } catch (SocketException e) {
                // It was closed, or who asked has gone.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
