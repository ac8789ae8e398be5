package org.dske.buffers;

import java.util.Arrays;
import org.glassfish.grizzly.memory.HeapBuffer;
import org.glassfish.grizzly.memory.HeapMemoryManager;

/**
 * Grizzly's memory, each piece of which is wiped when it is given back. Grizzly keeps an array a thread, and cuts a buffer for each message
 * out of it: without this, the last keys that went through a thread would stay in there until others come. The server finds it by the
 * property {@code org.glassfish.grizzly.DEFAULT_MEMORY_MANAGER}.
 */
public final class WipingMemoryManager extends HeapMemoryManager {
    /** For arrays of others, which they may go on to use. */
    private final HeapMemoryManager others = new HeapMemoryManager();

    @Override
    public HeapBuffer wrap(byte[] data) {
        return others.wrap(data);
    }

    @Override
    public HeapBuffer wrap(byte[] data, int offset, int length) {
        return others.wrap(data, offset, length);
    }

    @Override
    public void release(HeapBuffer buffer) {
        int from = buffer.arrayOffset();
        Arrays.fill(buffer.array(), from, from + buffer.capacity(), (byte) 0);
        super.release(buffer);
    }
}
