package org.dske.auditlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that can be full, so that half of what is written gets there; or has errors when it is forced; or is slow. */
final class FullDisk implements AuditFile.Opener {
    volatile boolean full;
    volatile boolean forceFails;
    /** Whoever forces waits for it. */
    volatile CountDownLatch slow = new CountDownLatch(0);
    /** How often it was forced. */
    final AtomicInteger forced = new AtomicInteger();

    @Override
    public FileChannel open(Path file) throws IOException {
        return new Channel(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    private final class Channel extends FileChannel {
        private final FileChannel real;

        Channel(FileChannel real) {
            this.real = real;
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            if (full) {
                ByteBuffer half = bytes.slice().limit(bytes.remaining() / 2);
                real.write(half, position);
                throw new IOException("No space left on device");
            }
            return real.write(bytes, position);
        }

        @Override
        public void force(boolean metadata) throws IOException {
            try {
                slow.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (forceFails) {
                throw new IOException("Input/output error");
            }
            forced.incrementAndGet();
            real.force(metadata);
        }

        @Override
        public int read(ByteBuffer bytes, long position) throws IOException {
            return real.read(bytes, position);
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            real.truncate(size);
            return this;
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return real.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            real.close();
        }

        @Override
        public int read(ByteBuffer bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] bytes, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] bytes, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel position(long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }
}
