package org.dske.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dske.testing.LogLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a node in a laboratory warns, by what Linux says of its process, as it writes that on a machine with the low byte first. */
class LaboratoryTest {
    private static final String HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    @TempDir
    private Path proc;

    private int warnings(String tcp, String tcp6) throws Exception {
        Files.createDirectories(proc.resolve("net"));
        Files.createDirectories(proc.resolve("fd"));
        Files.createSymbolicLink(proc.resolve("fd/7"), Path.of("socket:[4711]"));
        Files.createSymbolicLink(proc.resolve("fd/8"), Path.of("/dev/null"));
        Files.writeString(proc.resolve("net/tcp"), HEAD + tcp);
        Files.writeString(proc.resolve("net/tcp6"), HEAD + tcp6);
        try (LogLines lines = new LogLines(Laboratory.class)) {
            new Laboratory("hub hank", "all is open", proc).sayIfOthersReachIt();
            return lines.all().size();
        }
    }

    private static String socket(String address, String state, int inode) {
        return "   0: " + address + ":1F90 00000000:0000 " + state
                + " 00000000:00000000 00:00000000 00000000  1000        0 " + inode
                + " 1 0000000000000000 100 0 0 10 0\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "0202A8C0", "7F02A8C0"})
    void aListenerThatOthersReachIsSaid(String address) throws Exception {
        assertEquals(1, warnings(socket(address, "0A", 4711), ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000000000000000000000000000",
                "0000000000000000FFFF00000202A8C0",
                "B80D0120000000000000000001000000"
            })
    void soIsOneOfIpv6(String address) throws Exception {
        assertEquals(1, warnings("", socket(address, "0A", 4711)));
    }

    @Test
    void whatListensAtTheLoopbackInterfaceAloneIsNot() throws Exception {
        assertEquals(
                0,
                warnings(
                        socket("0100007F", "0A", 4711),
                        socket("00000000000000000000000001000000", "0A", 4711)
                                + socket("0000000000000000FFFF00000100007F", "0A", 4711)));
    }

    @Test
    void aConnectionAndWhatOtherProcessesListenToAreNot() throws Exception {
        assertEquals(0, warnings(socket("0202A8C0", "01", 4711) + socket("00000000", "0A", 4712), ""));
    }

    @Test
    void whereNothingIsKnownNothingIsSaid() {
        try (LogLines lines = new LogLines(Laboratory.class)) {
            new Laboratory("hub hank", "all is open", proc.resolve("none")).sayIfOthersReachIt();
            assertEquals(0, lines.all().size());
        }
    }

    @Test
    void aSocketOfThisProcessIsFound() throws Exception {
        try (LogLines lines = new LogLines(Laboratory.class);
                var socket = new ServerSocket(0)) {
            new Laboratory("hub hank", "all is open").sayIfOthersReachIt();
            assertEquals(1, lines.all().size(), socket::toString);
        }
    }
}
