package org.dske.buffers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.glassfish.grizzly.memory.HeapBuffer;
import org.junit.jupiter.api.Test;

class WipingMemoryManagerTest {
    private static final byte[] SECRET = "a key".getBytes(StandardCharsets.US_ASCII);

    private final WipingMemoryManager memory = new WipingMemoryManager();

    @Test
    void whatIsGivenBackIsWiped() {
        for (int size : List.of(SECRET.length, 8_192, 1 << 20)) {
            HeapBuffer buffer = memory.allocate(size);
            byte[] array = buffer.array();
            buffer.put(SECRET);
            buffer.dispose();
            assertArrayEquals(new byte[array.length], array);
        }
    }

    @Test
    void aPartThatIsGivenBackIsWipedAloneAndTheRestIsThere() {
        HeapBuffer buffer = memory.allocate(2 * SECRET.length);
        buffer.put(SECRET).put(SECRET);
        byte[] array = buffer.array();
        int from = buffer.arrayOffset();
        buffer.split(SECRET.length).dispose();
        byte[] expected = new byte[array.length];
        System.arraycopy(SECRET, 0, expected, from, SECRET.length);
        assertArrayEquals(expected, array);
    }

    @Test
    void anArrayOfSomebodyElseIsLeftAsItIs() {
        byte[] own = SECRET.clone();
        memory.wrap(own).dispose();
        memory.wrap(own, 1, 2).dispose();
        assertTrue(memory.wrap("another").array().length > 0);
        assertArrayEquals(SECRET, own);
    }
}
