package org.dske.hub.psrd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.dske.json.PsrdBlockReader;
import org.dske.protocol.PsrdBlock;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;

class PsrdBlockInterceptorTest {
    /** Keeps the arrays that it is given, and fails after so many bytes. */
    private static final class Wire extends OutputStream {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private final List<byte[]> arrays = new ArrayList<>();
        private final int end;

        private Wire(int end) {
            this.end = end;
        }

        @Override
        public void write(int octet) {
            throw new AssertionError("one by one");
        }

        @Override
        public void write(byte[] part) throws IOException {
            arrays.add(part);
            written.write(part);
            if (written.size() > end) {
                throw new IOException("the client is gone");
            }
        }

        /** But for what is around the data. */
        void assertIsWiped() {
            for (byte[] part : arrays) {
                if (part.length > 100) {
                    assertArrayEquals(new byte[part.length], part);
                }
            }
        }
    }

    private static PsrdBlock block(Random random) {
        byte[] data = new byte[1_000 + random.nextInt(100_000)];
        random.nextBytes(data);
        return new PsrdBlock(UUID.randomUUID(), data);
    }

    @Test
    void whatIsWrittenIsTheBlockAndWipedThen() {
        Seed.check(random -> {
            PsrdBlock block = block(random);
            Wire wire = new Wire(Integer.MAX_VALUE);
            PsrdBlockInterceptor.write(block, wire);
            wire.assertIsWiped();
            PsrdBlock read = PsrdBlockReader.read(wire.written.toByteArray());
            assertEquals(block.blockUuid(), read.blockUuid());
            assertArrayEquals(block.data(), read.data());
        });
    }

    @Test
    void whatAClientThatIsGoneDidNotTakeIsWipedToo() {
        Seed.check(random -> {
            Wire wire = new Wire(200);
            PsrdBlock block = block(random);
            assertThrows(IOException.class, () -> PsrdBlockInterceptor.write(block, wire));
            wire.assertIsWiped();
        });
    }
}
