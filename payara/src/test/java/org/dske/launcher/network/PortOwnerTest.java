package org.dske.launcher.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class PortOwnerTest {
    private static final long SELF = ProcessHandle.current().pid();

    @Test
    void aFreePortHasNoObstacle() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertEquals(Optional.empty(), PortOwner.obstacle(port));
    }

    @Test
    void aPortInUseNamesTheProcessThatHasIt() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "there is no /proc");
        try (ServerSocket socket = new ServerSocket(0)) {
            assertEquals(
                    SELF,
                    PortOwner.listener(socket.getLocalPort()).orElseThrow().pid());
            String obstacle = PortOwner.obstacle(socket.getLocalPort()).orElseThrow();
            assertTrue(obstacle.startsWith("is in use by process " + SELF + " ("), obstacle);
        }
    }

    @Test
    void aPortInUseOnTheLoopbackAddressAloneIsInUse() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(PortOwner.obstacle(socket.getLocalPort()).isPresent());
        }
    }
}
