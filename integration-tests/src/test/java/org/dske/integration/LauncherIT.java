package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the launcher refuses: one clear line, the exit status that says that it is wrong here, and a network that is none the worse for it. */
@ExtendWith(SharedNetwork.class)
class LauncherIT {
    private final LaunchedNetwork network;

    LauncherIT(LaunchedNetwork network) {
        this.network = network;
    }

    @Test
    void startingTwiceIsRefusedAndHarmsNothing() {
        List<Long> before = network.processes();
        assertRefused(network.launcher().run("start"), "already running: hub hank (process ");
        assertRefused(network.launcher().run("--client", "carol", "start"), "already running: client carol");
        assertEquals(before, network.processes());
        network.encryptor("sam").keyPair(network.encryptor("sofia"));
    }

    @Test
    void nothingLeavesACopyOfTheMemoryOfAServerOrLetsOneBeTaken() {
        for (Node node : network.nodes()) {
            JsonObject memory = node.status().getJsonObject("memory");
            for (String way : List.of("core_dumps", "attach", "heap_dumps")) {
                assertFalse(memory.getBoolean(way), () -> way + " of " + node);
            }
        }
    }

    @Test
    void stoppingWhatDoesNotRunIsRefused() {
        LaunchedNetwork other = other("not-running", FreePorts.row(2));
        assertRefused(other.launcher().run("stop"), "nothing to stop: no node is running");
        assertRefused(other.launcher().run("--hub", "hank", "stop"), "nothing to stop: hub hank is not running");
    }

    @Test
    void aPortInUseIsRefusedByNamingWhoUsesIt() {
        Node hank = network.node("hank");
        LaunchedNetwork other = other("port-in-use", hank.port());
        assertRefused(
                other.launcher().run("start"),
                "port " + hank.port() + " of hub hank is in use by process " + hank.pid());
        assertEquals(List.of(), other.processes());
        hank.assertReady();
    }

    @Test
    void anUnknownNodeIsRefusedByNamingThoseThereAre() {
        assertRefused(network.launcher().run("--hub", "nobody", "stop"), "there is no hub 'nobody'");
        assertRefused(network.launcher().run("--client", "hank", "stop"), "there are carol, connie");
        network.nodes().forEach(Node::assertReady);
    }

    @Test
    void aTopologyWithAMistakeIsRefusedWithItsLine() {
        LaunchedNetwork good = other("mistake", FreePorts.row(2));
        Launcher wrong = new Launcher(
                network.launcher().topology().resolveSibling("none.yaml"),
                good.launcher().state());
        assertRefused(wrong.run("start"), "there is no topology file");
        assertRefused(
                new Launcher(
                                LaunchedNetwork.file("mistake/wrong.yaml", """
                k: 2
                hubs:
                  - name: hank
                  - name: hank
                """),
                                good.launcher().state())
                        .run("start"),
                "wrong.yaml:4:",
                "hank is there twice");
    }

    private static LaunchedNetwork other(String name, int basePort) {
        return LaunchedNetwork.of(name, """
                k: 2
                base-port: %d
                hubs:
                  - name: hank
                  - name: helen
                """.formatted(basePort));
    }

    private static void assertRefused(Launcher.Result result, String... parts) {
        assertEquals(1, result.status(), result::toString);
        assertEquals(1, result.err().lines().count(), () -> "not one line: " + result);
        for (String part : parts) {
            assertTrue(result.err().contains(part), () -> "nothing of '" + part + "': " + result);
        }
    }
}
