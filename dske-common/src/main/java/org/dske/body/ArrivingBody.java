package org.dske.body;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The body of a request, read by the thread that serves it, which may be evicted while it waits. */
final class ArrivingBody extends ServletInputStream {
    private static final Logger LOG = Logger.getLogger(ArrivingBody.class.getName());

    private final ServletInputStream stream;
    private final BodyBudget.Reservation reservation;

    ArrivingBody(ServletInputStream stream, BodyBudget.Reservation reservation) {
        this.stream = stream;
        this.reservation = reservation;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        reservation.grow(0);
        int count = next(target, offset, length);
        if (count < 0) {
            reservation.work();
        } else {
            reservation.grow(count);
        }
        return count;
    }

    private int next(byte[] target, int offset, int length) {
        try {
            return stream.read(target, offset, length);
        } catch (IOException e) {
            LOG.log(Level.FINE, "a body did not arrive", e);
            throw BodyBudget.tooSlow();
        }
    }

    /** Gives back what the body takes, whatever has become of it; the stream is the server's to close. */
    void release() {
        reservation.close();
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
