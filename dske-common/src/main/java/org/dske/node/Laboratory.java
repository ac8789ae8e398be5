package org.dske.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says of a node that it is in a laboratory: at its start, and again and again as long as its process listens to other machines, as far as
 * Linux tells. Source: proc_pid_net(5), proc_pid_fd(5).
 */
public final class Laboratory {
    private static final Logger LOG = Logger.getLogger(Laboratory.class.getName());

    /** The columns of a socket: its local address, its state, and its inode. */
    private static final int ADDRESS = 1;

    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String LISTENS = "0A";

    private static final int WORD = 4;

    private static final Pattern SOCKET = Pattern.compile("socket:\\[([0-9]+)]");

    private final String node;
    private final String open;
    private final Path proc;

    /**
     * The laboratory that a node is in.
     *
     * @param node such as {@code hub hank}
     * @param open what it lays open, and to whom, in one sentence
     */
    public Laboratory(String node, String open) {
        this(node, open, Path.of("/proc/self"));
    }

    /** @param proc where the process's directory is */
    Laboratory(String node, String open, Path proc) {
        this.node = node;
        this.open = open;
        this.proc = proc;
    }

    /**
     * Says it, and once a minute if other machines can reach a listener of this process.
     *
     * @return ends that
     */
    public Runnable watch(ScheduledExecutorService scheduler) {
        LOG.warning(() -> node + " is in a laboratory (dske.laboratory): " + open);
        ScheduledFuture<?> each = scheduler.scheduleWithFixedDelay(this::sayIfOthersReachIt, 1, 1, TimeUnit.MINUTES);
        return () -> each.cancel(false);
    }

    /** Says it if other machines can reach a listener of this process. */
    void sayIfOthersReachIt() {
        try {
            if (listensToOthers()) {
                LOG.warning(
                        () -> node + " is in a laboratory (dske.laboratory), and other machines can reach it: " + open);
            }
        } catch (IOException e) {
            // No Linux, or it does not say.
            LOG.fine(() -> "what this process listens to is not known: " + e);
        }
    }

    private boolean listensToOthers() throws IOException {
        Set<String> own = ownSockets();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            Path file = proc.resolve(table);
            if (Files.exists(file) && Files.readAllLines(file).stream().skip(1).anyMatch(line -> isOpen(line, own))) {
                return true;
            }
        }
        return false;
    }

    private Set<String> ownSockets() throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.isSymbolicLink(descriptor)) {
                    Matcher socket =
                            SOCKET.matcher(Files.readSymbolicLink(descriptor).toString());
                    if (socket.matches()) {
                        inodes.add(socket.group(1));
                    }
                }
            }
        }
        return inodes;
    }

    private static boolean isOpen(String line, Set<String> own) {
        String[] columns = line.strip().split(" +", -1);
        return columns.length > INODE
                && columns[STATE].equals(LISTENS)
                && own.contains(columns[INODE])
                && !isLoopback(columns[ADDRESS].replaceAll(":.*", ""));
    }

    /** The kernel writes words of four bytes, each in the order of the machine. */
    private static boolean isLoopback(String words) {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(words));
        ByteBuffer inOrder = ByteBuffer.allocate(bytes.capacity()).order(ByteOrder.nativeOrder());
        while (bytes.remaining() >= WORD) {
            inOrder.putInt(bytes.getInt());
        }
        try {
            return InetAddress.getByAddress(inOrder.array()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // No address that is known: who knows who reaches it.
            return false;
        }
    }
}
