package org.dske.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;

/**
 * The body of a request, read by the thread that serves it, which may have to give way to others while it waits. The
 * {@link BodyRoom} guards what is not the stream's.
 */
final class ArrivingBody extends ServletInputStream {
    private static final Logger LOG = Logger.getLogger(ArrivingBody.class.getName());

    private final ServletInputStream stream;
    private final BodyRoom room;
    private final Thread reader = Thread.currentThread();
    private long size;
    private boolean gaveWay;

    /**
     * A body that this thread is going to read.
     *
     * @param stream where it comes from
     * @param room what it takes room in
     */
    ArrivingBody(ServletInputStream stream, BodyRoom room) {
        this.stream = stream;
        this.room = room;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        room.grow(this, 0);
        int count = next(target, offset, length);
        if (count < 0) {
            room.work(this);
        } else {
            room.grow(this, count);
        }
        return count;
    }

    private int next(byte[] target, int offset, int length) {
        try {
            return stream.read(target, offset, length);
        } catch (IOException e) {
            LOG.log(Level.FINE, "a body did not arrive", e);
            throw tooSlow();
        }
    }

    /** The failure of a request whose body is not there in time. */
    static RequestException tooSlow() {
        return new RequestException(ErrorCode.TOO_SLOW, "the body did not arrive in time");
    }

    void grow(int bytes) {
        size += bytes;
    }

    long size() {
        return size;
    }

    /** Has the thread that waits for the body wait no more. */
    void giveWay() {
        gaveWay = true;
        reader.interrupt();
    }

    /** Whether it has given way; the thread that waited is not interrupted any more then. */
    boolean calm() {
        if (gaveWay) {
            Thread.interrupted();
        }
        return gaveWay;
    }

    @Override
    public int available() throws IOException {
        return stream.available();
    }

    @Override
    public boolean isFinished() {
        return stream.isFinished();
    }

    @Override
    public boolean isReady() {
        return stream.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        stream.setReadListener(listener);
    }
}
