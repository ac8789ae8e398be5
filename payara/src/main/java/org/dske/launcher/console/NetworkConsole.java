package org.dske.launcher.console;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.stream.JsonCollectors;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.launcher.etsi.EtsiClient;
import org.dske.launcher.etsi.KeyPair;
import org.dske.launcher.network.Network;
import org.dske.launcher.server.Installation;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.dske.launcher.watch.Progress;
import org.dske.launcher.watch.Snapshot;
import org.dske.time.Ticker;
import org.jspecify.annotations.Nullable;

/** What a console shows of a network, and what it does there. No byte of a key is in what it says. */
public final class NetworkConsole implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Network network;
    private final Installation installation;
    private final boolean demonstration;
    private final EtsiClient encryptors;
    private final Feed feed = new Feed();
    private final Thread watch = new Thread(this::watch, "console-watch");
    private volatile boolean closed;

    /**
     * Begins to look at a network; at its nodes only as long as somebody looks at the console.
     *
     * @param demonstration whether its nodes may be stopped and frozen
     */
    public NetworkConsole(Network network, Installation installation, boolean demonstration) {
        this.network = network;
        this.installation = installation;
        this.demonstration = demonstration;
        this.encryptors = network.encryptors();
        watch.setDaemon(true);
        watch.start();
    }

    /** Whether all of its nodes are in a laboratory, where who is on the machine needs no token. */
    public boolean isLaboratory() {
        return network.topology().nodes().stream().allMatch(TopologyNode::isLaboratory);
    }

    Feed feed() {
        return feed;
    }

    /** The network itself. */
    JsonObject toJson() {
        Topology topology = network.topology();
        return Json.createObjectBuilder()
                .add("k", topology.k())
                .add("demonstration", demonstration)
                .add("laboratory", isLaboratory())
                .add("hubs", nodes(topology.hubs()))
                .add("clients", nodes(topology.clients()))
                .build();
    }

    private static JsonArray nodes(List<TopologyNode> nodes) {
        return nodes.stream()
                .map(node -> {
                    JsonObjectBuilder json = Json.createObjectBuilder()
                            .add("name", node.machine().toString())
                            .add("page", node.managementUrl() + "/")
                            .add("here", !node.isElsewhere())
                            .add(
                                    "encryptors",
                                    Json.createArrayBuilder(node.encryptors().stream()
                                            .map(SaeId::name)
                                            .toList()));
                    return json.build();
                })
                .collect(JsonCollectors.toJsonArray());
    }

    private void watch() {
        List<TopologyNode> nodes = network.topology().nodes();
        try (AuditTail audit = new AuditTail(
                network, nodes.stream().filter(node -> !node.isElsewhere()).toList())) {
            @Nullable Snapshot before = null;
            long looked = Ticker.SYSTEM.nanos() - LOOK.toNanos();
            while (!closed) {
                audit.next().forEach(line -> feed.tell("audit", line));
                if (!feed.isHeard()) {
                    before = null;
                } else if (Ticker.SYSTEM.since(looked).compareTo(LOOK) >= 0) {
                    looked = Ticker.SYSTEM.nanos();
                    Snapshot now = Snapshot.take(network, nodes, Ticker.SYSTEM);
                    feed.tell("nodes", new Progress(before, now).toJson());
                    before = now;
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Has a master get a key, and its slave the same.
     *
     * @return the key's ID, how long each end took in milliseconds, and whether they match
     * @throws LauncherException if there is no such encryptor, or a KME refuses
     */
    JsonObject tryOut(SaeId master, SaeId slave) {
        long begin = Ticker.SYSTEM.nanos();
        List<DeliveredKey> keys = encryptors.keys(master, slave, OptionalInt.empty(), OptionalInt.empty());
        double first = millis(begin);
        begin = Ticker.SYSTEM.nanos();
        List<KeyPair> pairs = KeyPair.of(
                keys,
                encryptors.keysWithIds(
                        master, slave, keys.stream().map(DeliveredKey::id).toList()));
        return Json.createObjectBuilder()
                .add("key_id", keys.getFirst().id())
                .add("enc_keys_ms", first)
                .add("dec_keys_ms", millis(begin))
                .add("match", pairs.stream().allMatch(KeyPair::matches))
                .build();
    }

    private static double millis(long begin) {
        return Ticker.SYSTEM.since(begin).toNanos()
                / (double) Duration.ofMillis(1).toNanos();
    }

    /**
     * Does something to a hub.
     *
     * @throws LauncherException if this is no demonstration, there is no such hub, or it cannot be done
     */
    void act(String name, String word) {
        if (!demonstration) {
            throw new LauncherException("nodes are only stopped and frozen in a demonstration (--demonstration)");
        }
        NodeAct act = NodeAct.of(word)
                .orElseThrow(() -> new LauncherException("a demonstration does nothing that is called '" + word + "'"));
        TopologyNode hub = network.topology().hubs().stream()
                .filter(node -> node.machine().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new LauncherException("there is no hub '" + name + "'"));
        act.on(hub, network, installation);
    }

    @Override
    public void close() {
        closed = true;
        watch.interrupt();
    }
}
