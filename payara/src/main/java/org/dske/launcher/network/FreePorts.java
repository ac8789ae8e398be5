package org.dske.launcher.network;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.dske.launcher.LauncherException;

/** Ports for networks of the launcher's own, which nobody is told of. */
public final class FreePorts {
    private FreePorts() {}

    /** So many ports that are free now, each another one: none is let go before all are taken. */
    public static List<Integer> take(int number) {
        List<ServerSocket> taken = new ArrayList<>();
        try {
            while (taken.size() < number) {
                taken.add(new ServerSocket(0));
            }
            return taken.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new LauncherException("no port is free: " + LauncherException.reason(e));
        } finally {
            taken.forEach(FreePorts::release);
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new LauncherException("a port cannot be let go: " + LauncherException.reason(e));
        }
    }
}
