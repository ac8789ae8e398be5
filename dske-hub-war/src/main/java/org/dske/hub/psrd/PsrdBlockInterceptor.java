package org.dske.hub.psrd;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.dske.protocol.PsrdBlock;
import org.dske.secret.SecretBytes;

/**
 * Writes blocks piece by piece, and wipes what it has written. (JSON-B would make the base64 of all of it first, twice, which
 * with the largest blocks takes more memory than a hub has.)
 */
@Provider
@Dependent
public final class PsrdBlockInterceptor implements WriterInterceptor {
    /** Divisible by three, so that no padding comes between the pieces. */
    private static final int PIECE = 12_288;

    private final PsrdSource source;

    @Inject
    public PsrdBlockInterceptor(PsrdSource source) {
        this.source = source;
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        if (context.getEntity() instanceof PsrdBlock block) {
            try {
                write(block, context.getOutputStream());
            } finally {
                Arrays.fill(block.data(), (byte) 0);
                source.delivered(block);
            }
        } else {
            context.proceed();
        }
    }

    static void write(PsrdBlock block, OutputStream stream) throws IOException {
        byte[] data = block.data();
        stream.write(ascii("{\"block_uuid\":\"" + block.blockUuid() + "\",\"data\":\""));
        for (int from = 0; from < data.length; from += PIECE) {
            // Also if the client is gone in the middle.
            try (SecretBytes piece =
                            SecretBytes.owning(Arrays.copyOfRange(data, from, Math.min(data.length, from + PIECE)));
                    SecretBytes text = SecretBytes.owning(Base64.getEncoder().encode(piece.expose()))) {
                stream.write(text.expose());
            }
        }
        stream.write(ascii("\"}"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
