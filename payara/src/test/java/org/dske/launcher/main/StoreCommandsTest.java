package org.dske.launcher.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dske.key.NodeName;
import org.dske.ledger.PeerName;
import org.dske.ledger.RegisteredPeer;
import org.dske.store.NodeStore;
import org.dske.store.StoreSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands backup, restore and psrd, with the stores of nodes that do not run. */
class StoreCommandsTest extends LauncherRun {
    private static final PeerName CAROL = PeerName.of("carol", null);
    private static final PeerName CELIA = PeerName.of("celia", "2");

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @BeforeEach
    void writeTopology() throws Exception {
        // Ports from 10 on: nobody answers there.
        Files.writeString(directory.resolve("topology.yaml"), """
                k: 2
                base-port: 10
                hubs: [{name: hank}, {name: hugo, settings: {store: memory}}, {name: far, url: "http://127.0.0.1:9/hub/far"}]
                clients: [{name: carol, encryptors: [sam]}]
                """);
    }

    private Path store() {
        return directory.resolve("state").resolve("hank").resolve("store");
    }

    private NodeStore open(Path store) {
        return NodeStore.open(
                new StoreSettings("hub", new NodeName("hank"), Optional.of(store), Optional.empty()),
                InstantSource.system(),
                new SecureRandom());
    }

    private void fill() {
        try (NodeStore store = open(store())) {
            for (PeerName peer : List.of(CAROL, CELIA)) {
                store.ledger()
                        .save(new RegisteredPeer(peer, UUID.randomUUID(), List.of()))
                        .join();
            }
        }
    }

    private List<PeerName> peers() {
        try (NodeStore store = open(store())) {
            return store.ledger().peers().stream().map(RegisteredPeer::name).toList();
        }
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 4];
        all[0] = "--topology";
        all[1] = directory.resolve("topology.yaml").toString();
        all[2] = "--state-directory";
        all[3] = directory.resolve("state").toString();
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return execute(all);
    }

    @Test
    void aBackupIsMadeAndRestoredWhereTheNodeLooksForIt() throws Exception {
        fill();
        String backup = directory.resolve("hank.backup").toString();
        assertEquals(0, run("backup", "hank", backup), err.toString());
        assertEquals("the backup of hank is " + backup, out.toString().strip());
        assertEquals(1, run("restore", "hank", backup));
        assertOneLine("dske: there is a store in " + store() + " already; move it out of the way");
        Files.move(store(), directory.resolve("old"));
        assertEquals(0, run("restore", "hank", backup), err.toString());
        assertTrue(out.toString().contains("start it"), out.toString());
        assertEquals(List.of(), peers());
    }

    @Test
    void aStoreElsewhereIsNamedByItsDirectory() {
        fill();
        String backup = directory.resolve("hank.backup").toString();
        String other = directory.resolve("other").toString();
        assertEquals(0, run("backup", "hank", backup, "--store", store().toString(), "--json"), err.toString());
        assertEquals(
                "{\"node\":\"hank\",\"file\":\"" + backup + "\"}",
                out.toString().strip());
        assertEquals(0, run("restore", "--store", other, "hank", backup), err.toString());
        assertTrue(NodeStore.isIn(Path.of(other)));
    }

    @Test
    void eachMachineOfANodeHasAStoreOfItsOwn() throws Exception {
        fill();
        Files.move(
                store(),
                Files.createDirectories(directory.resolve("state/hank-b")).resolve("store"));
        Files.writeString(directory.resolve("topology.yaml"), """
                k: 2
                base-port: 10
                hubs:
                  - {name: hank, instances: [a, b], settings: {store.shares: 'jdbc:postgresql:hank'}}
                  - name: hugo
                """);
        String backup = directory.resolve("hank.backup").toString();
        assertEquals(1, run("backup", "hank", backup));
        assertOneLine("dske: hank has several machines: name one of hank/a, hank/b");
        assertEquals(0, run("backup", "hank/b", backup), err.toString());
        assertEquals("the backup of hank/b is " + backup, out.toString().strip());
        assertEquals(0, run("restore", "hank/a", backup), err.toString());
        assertTrue(NodeStore.isIn(directory.resolve("state/hank-a/store")));
        assertEquals(0, run("--hub", "hank/b", "psrd", "prune", "celia"), err.toString());
        assertTrue(out.toString().startsWith("hub hank/b shares nothing with celia/2 any more"), out.toString());
    }

    @Test
    void whatCannotBeBackedUpIsSaid() {
        String backup = directory.resolve("backup").toString();
        assertEquals(1, run("backup", "hank", backup));
        assertOneLine("dske: there is no store in " + store());
        assertEquals(1, run("backup", "hans", backup));
        assertOneLine("dske: there is no node 'hans' in the topology; there are");
        assertEquals(1, run("backup", "h/../k", backup, "--store", "x"));
        assertOneLine("dske: 'h/../k' is no name");
        assertEquals(1, run("backup", "hugo", backup));
        assertOneLine("dske: hub hugo keeps all in memory");
        assertEquals(1, run("backup", "far", backup));
        assertOneLine("dske: hub far runs elsewhere");
        assertFalse(Files.exists(Path.of(backup)));
    }

    @Test
    void whatIsSharedWithAPeerThatHasGoneIsErased() {
        fill();
        assertEquals(0, run("--hub", "hank", "psrd", "prune", "celia"), err.toString());
        assertEquals(
                "hub hank shares nothing with celia/2 any more\nerased what was shared with celia",
                out.toString().strip());
        assertEquals(List.of(CAROL), peers());
        assertEquals(0, run("--hub", "hank", "psrd", "prune", "celia"));
        assertEquals("nothing to erase", out.toString().strip());
    }

    @Test
    void nodesThatDoNotAnswerHaveNoHealthToSpeakOf() {
        for (String command : List.of("list", "health")) {
            assertEquals(2, run("--hub", "hank", "psrd", command));
            assertTrue(out.toString().startsWith("NODE  POOL"), out.toString());
            assertTrue(out.toString().contains("hub hank does not answer: it is stopped"), out.toString());
            assertEquals(2, run("--hub", "hank", "psrd", command, "--json"));
            assertEquals("{\"pools\":[]}", out.toString().strip());
            assertOneLine("hub hank does not answer: it is stopped");
        }
    }
}
