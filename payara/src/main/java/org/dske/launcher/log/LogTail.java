package org.dske.launcher.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.dske.launcher.LauncherException;
import org.jspecify.annotations.Nullable;

/**
 * The end of a log, and what is added to it. A log that is replaced by another file, as by the start of a node, is read to its end, and then
 * the other one; of one that is cut off, as by a node whose log is too long, what was not read before is lost. A line is a line when it has
 * ended.
 */
public final class LogTail implements AutoCloseable {
    private final Path file;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private FileChannel channel;

    private @Nullable Object identity;

    /**
     * Opens a log, at its beginning.
     *
     * @throws LauncherException if there is none
     */
    public LogTail(Path file) {
        this.file = file;
        try {
            this.identity = identity();
            this.channel = FileChannel.open(file);
        } catch (NoSuchFileException e) {
            throw new LauncherException("there is no log " + file + ": nothing has been started there");
        } catch (IOException e) {
            throw cannotRead(e);
        }
    }

    /**
     * The last lines so far.
     *
     * @param lines how many, at most
     * @param all whether what has not ended yet counts as a line too; then it does not come again
     */
    public List<String> last(int lines, boolean all) {
        List<String> last = new ArrayList<>(next());
        if (all && unfinished.size() > 0) {
            last.add(unfinished.toString(StandardCharsets.UTF_8));
            unfinished.reset();
        }
        return List.copyOf(last.subList(Math.max(0, last.size() - lines), last.size()));
    }

    /** Leaves out what is there so far. A line that has not ended yet comes without its beginning. */
    public void toEnd() {
        try {
            channel.position(channel.size());
        } catch (IOException e) {
            throw cannotRead(e);
        }
    }

    /** The lines that were added since, as far as they have ended. */
    public List<String> next() {
        try {
            readOn();
            Object now = identity();
            if (!Objects.equals(now, identity)) {
                readOn();
                FileChannel other = FileChannel.open(file);
                channel.close();
                channel = other;
                identity = now;
                readOn();
            }
        } catch (NoSuchFileException e) {
            // There is none in the middle of a start: the next time there is.
            return lines();
        } catch (IOException e) {
            throw cannotRead(e);
        }
        return lines();
    }

    private @Nullable Object identity() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private void readOn() throws IOException {
        if (channel.size() < channel.position()) {
            channel.position(0);
        }
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        while (channel.read(buffer) > 0) {
            unfinished.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
    }

    private List<String> lines() {
        byte[] bytes = unfinished.toByteArray();
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        unfinished.reset();
        unfinished.write(bytes, end, bytes.length - end);
        return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    }

    private LauncherException cannotRead(IOException e) {
        return new LauncherException("cannot read the log " + file + ": " + LauncherException.reason(e));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw cannotRead(e);
        }
    }
}
