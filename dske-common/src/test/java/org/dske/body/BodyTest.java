package org.dske.body;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.junit.jupiter.api.Test;

class BodyTest {
    @Test
    void aBodyUpToTheLimitIsRead() throws IOException {
        byte[] body = {1, 2, 3};
        assertArrayEquals(body, Body.read(new ByteArrayInputStream(body), 3));
        assertArrayEquals(body, Body.read(new ByteArrayInputStream(body), "3", 3));
        assertArrayEquals(new byte[0], Body.read(new ByteArrayInputStream(new byte[0]), "0", 3));
    }

    @Test
    void oneByteMoreIsTooLarge() {
        RequestException e =
                assertThrows(RequestException.class, () -> Body.read(new ByteArrayInputStream(new byte[4]), 3));
        assertEquals(ErrorCode.TOO_LARGE, e.code());
    }

    @Test
    void noMoreThanOneByteBehindTheLimitIsRead() {
        Endless endless = new Endless();
        assertThrows(RequestException.class, () -> Body.read(endless, 1000));
        assertTrue(endless.read <= 1001, () -> endless.read + " bytes read");
    }

    @Test
    void aBodyThatIsAnnouncedAsTooLargeIsNotReadAtAll() {
        Endless endless = new Endless();
        assertThrows(RequestException.class, () -> Body.read(endless, "1001", 1000));
        assertThrows(RequestException.class, () -> Body.read(endless, "999999999999999999", 1000));
        assertEquals(0, endless.read);
    }

    @Test
    void anAnnouncementThatIsNoNumberSaysNothing() throws IOException {
        assertEquals(1, Body.read(new ByteArrayInputStream(new byte[1]), "many", 3).length);
        assertEquals(1, Body.read(new ByteArrayInputStream(new byte[1]), "-5", 3).length);
    }

    private static final class Endless extends InputStream {
        private int read;

        @Override
        public int read() {
            read++;
            return 0;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            read += length;
            return length;
        }
    }
}
