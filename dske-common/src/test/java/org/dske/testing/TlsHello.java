package org.dske.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The first messages of a handshake of TLS 1.3 (RFC 8446, section 4.1), as far as they say by which group keys are agreed. */
public final class TlsHello {
    private static final int RECORD_HEAD = 5;
    private static final int MESSAGE_HEAD = 4;
    private static final int VERSION_AND_RANDOM = 34;
    private static final int CIPHER_SUITE_AND_COMPRESSION = 3;
    private static final int KEY_SHARE = 51;
    private static final int TIMEOUT_MILLIS = 20_000;

    private TlsHello() {}

    /** {@return the group, by its number, of which a server chooses to be sent a key, if it may choose between two} */
    public static int choiceOf(int port, int one, int other) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(withoutKeys(one, other));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] head = new byte[RECORD_HEAD];
            in.readFully(head);
            byte[] message = new byte[ByteBuffer.wrap(head).getShort(RECORD_HEAD - 2)];
            in.readFully(message);
            return group(ByteBuffer.allocate(head.length + message.length)
                    .put(head)
                    .put(message)
                    .flip());
        }
    }

    /** {@return the group, by its number, that the first message of a server names} */
    public static int group(ByteBuffer record) {
        record.position(RECORD_HEAD + MESSAGE_HEAD + VERSION_AND_RANDOM);
        record.position(record.get() + record.position() + CIPHER_SUITE_AND_COMPRESSION);
        record.getShort();
        while (true) {
            int type = record.getShort();
            int length = record.getShort();
            if (type == KEY_SHARE) {
                return record.getShort();
            }
            record.position(record.position() + length);
        }
    }

    /** The message of a client that speaks two groups and sends a key of none. */
    private static byte[] withoutKeys(int one, int other) {
        byte[] extensions = HexFormat.of()
                .parseHex(
                        "002b0003020304" // TLS 1.3
                                + "000d0008000604030804" + "0401" // ECDSA and RSA with SHA-256
                                + "000a00060004%04x%04x".formatted(one, other)
                                + "003300020000");
        int length = VERSION_AND_RANDOM + 1 + 2 + 2 + 2 + 2 + extensions.length;
        return ByteBuffer.allocate(RECORD_HEAD + MESSAGE_HEAD + length)
                .put(new byte[] {22, 3, 1})
                .putShort((short) (MESSAGE_HEAD + length))
                .putInt(1 << 24 | length)
                .put(new byte[] {3, 3})
                .put(new byte[VERSION_AND_RANDOM - 2])
                .put((byte) 0)
                .put(new byte[] {0, 2, 0x13, 0x01})
                .put(new byte[] {1, 0})
                .putShort((short) extensions.length)
                .put(extensions)
                .array();
    }
}
