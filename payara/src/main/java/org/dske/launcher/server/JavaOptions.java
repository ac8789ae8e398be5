package org.dske.launcher.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dske.config.PsrdSettings;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.dske.provider.HybridKeyExchange;

/** The options of a server's Java: small, since ten of them share a machine. */
final class JavaOptions {
    /** Options of the user, added behind the launcher's own. */
    static final String VARIABLE = "DSKE_JAVA_OPTIONS";

    // What the old generation starts with, below which it is never made smaller: no more than what nodes keep in it.
    private static final int OLD_MIB = 24;
    private static final int OLD_MIB_EACH = 8;
    private static final int YOUNG_MIB = 8;
    private static final int YOUNG_MIB_EACH = 8;
    private static final int HEAP_MIB = 80;
    private static final int HEAP_MIB_EACH = 28;
    /** What each node has for its pools, however small they are: enough for five peers with the default of 1 MiB. */
    private static final int POOLS_MIB_EACH = 20;
    /** The next one comes before the last one is used up. */
    private static final int BLOCKS_OF_POOL = 2;

    private static final int POOLS_OF_PEER = 2;
    private static final int MIB = 1 << 20;

    private static final int CODE_MIB = 56;
    private static final int CODE_MIB_EACH = 8;

    /**
     * Forty times the JDK's own thresholds of its second compiler: in a process with one node it would spend a third of the
     * start on what runs at the start only. Several nodes share what is compiled, and gain more than that.
     */
    private static final List<String> COMPILE_LATER = List.of(
            "-XX:Tier4InvocationThreshold=200000",
            "-XX:Tier4MinInvocationThreshold=80000",
            "-XX:Tier4CompileThreshold=600000",
            "-XX:Tier4BackEdgeThreshold=1600000");

    private JavaOptions() {}

    /** The options of a server; the same for the training of the class archive, but for the sizes. */
    static List<String> of(Installation installation, ServerPlan plan) {
        int nodes = plan.nodes().size();
        List<String> options = new ArrayList<>(List.of(
                "-XX:+UseSerialGC",
                "-Xms" + (YOUNG_MIB + OLD_MIB + (YOUNG_MIB_EACH + OLD_MIB_EACH) * nodes) + "m",
                "-Xmn" + (YOUNG_MIB + YOUNG_MIB_EACH * nodes) + "m",
                "-Xmx" + (HEAP_MIB + HEAP_MIB_EACH * nodes + poolsMib(plan)) + "m",
                "-Xss512k",
                "-XX:MaxMetaspaceSize=256m",
                "-XX:ReservedCodeCacheSize=" + (CODE_MIB + CODE_MIB_EACH * nodes) + "m",
                // Collect rather than grow: what is not needed for long is not kept resident.
                "-XX:MinHeapFreeRatio=10",
                "-XX:MaxHeapFreeRatio=30",
                // Give it back at once when it is collected, which org.dske.root has it be when the nodes are deployed.
                "-XX:-ShrinkHeapInSteps",
                "-XX:+ExitOnOutOfMemoryError",
                // There are keys in the heap: nobody gets a copy of it by attaching, when it is full, or by a crash.
                "-XX:+DisableAttachMechanism",
                "-XX:-HeapDumpOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                // Nor do they stay in the buffers that they were sent with. (The launcher itself has no Grizzly.)
                "-Dorg.glassfish.grizzly.DEFAULT_MEMORY_MANAGER=org.dske.buffers.WipingMemoryManager",
                // Headers of objects of 8 bytes (JDK 25): a tenth less heap, and less to copy when it is collected.
                "-XX:+UseCompactObjectHeaders",
                // The class archive at the address that it was made for: then servers share its pages.
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:ArchiveRelocationMode=0",
                // The virtual machine's remarks on the class archive, which it can do without.
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-Xlog:cds*=off:stderr",
                "-Xlog:aot*=off:stderr",
                "-Djava.awt.headless=true",
                // The server would check each beans.xml against its schema, which is itself large.
                "-Dorg.jboss.weld.xml.disableValidating=true",
                // The stores' SQLite is a library of machine code.
                "--enable-native-access=ALL-UNNAMED",
                // Clients drop connections to hubs before the hubs' listeners do, which is after 60 s.
                "-Djdk.httpclient.keepalive.timeout=30",
                "-Dfish.payara.micro.BootJar=" + installation.launcherJar().toUri(),
                "-Dfish.payara.micro.UnpackDir=" + installation.server()));
        options.addAll(opens(installation));
        if (plan.hasTlsBetweenNodes()) {
            options.add("-Djdk.tls.namedGroups=" + HybridKeyExchange.GROUP + ",x25519,secp256r1,secp384r1,secp521r1");
        }
        if (nodes == 1) {
            options.addAll(COMPILE_LATER);
        }
        String own = System.getenv(VARIABLE);
        if (own != null && !own.isBlank()) {
            options.addAll(Arrays.asList(own.strip().split("\\s+")));
        }
        return options;
    }

    /** What the pools of the nodes may take. A hub and a client share two, of which each of them has a copy. */
    private static long poolsMib(ServerPlan plan) {
        Topology topology = plan.topology();
        long ofHub =
                topology.clients().stream().mapToLong(JavaOptions::blockSize).sum();
        long ofAll = plan.nodes().stream()
                .mapToLong(node -> switch (node.type()) {
                    case HUB -> ofHub;
                    case CLIENT -> (long) topology.hubs().size() * blockSize(node);
                })
                .sum();
        return Math.max((long) POOLS_MIB_EACH * plan.nodes().size(), POOLS_OF_PEER * BLOCKS_OF_POOL * ofAll / MIB);
    }

    /** A client asks for the blocks of both. */
    private static int blockSize(TopologyNode client) {
        return PsrdSettings.of(client.configuration()).blockSize();
    }

    /** The packages of the JDK that the server needs opened; it names them itself, in its file {@code .env}. */
    private static List<String> opens(Installation installation) {
        Path file = installation.server().resolve(".env");
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith("MICRO_OPENS="))
                    .map(line -> line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')))
                    // One word each: --add-opens=PACKAGE
                    .map(line ->
                            line.replace("--add-opens ", "--add-opens=").replace("--add-exports ", "--add-exports="))
                    .flatMap(line -> Arrays.stream(line.split(" ")))
                    .toList();
        } catch (IOException e) {
            throw new LauncherException("cannot read " + file);
        }
    }
}
