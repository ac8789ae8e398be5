package org.dske.bench.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.dske.bench.load.KeyWork;
import org.dske.config.Setting;
import org.dske.key.SaeId;
import org.dske.launcher.etsi.EtsiClient;
import org.dske.launcher.network.FreePorts;
import org.dske.launcher.network.Network;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.dske.launcher.topology.TopologyReader;

/**
 * A network with two clients, in which one thing has grown.
 *
 * @param scale what
 * @param value how far
 */
public record ScaleNetwork(Scale scale, int value) {
    private static final SaeId MASTER = new SaeId("master");
    private static final SaeId SLAVE = new SaeId("slave");
    private static final int HUBS = 5;
    private static final int CLIENTS = 2;
    /** As many keys as one request can have by default. */
    private static final int BATCH = 128;

    /** Its nodes, on ports that are free now. */
    public Topology topology() {
        int hubs = scale == Scale.HUBS ? value : HUBS;
        List<Integer> ports = FreePorts.take(hubs + CLIENTS);
        List<String> entries = new ArrayList<>();
        for (int i = 1; i <= hubs; i++) {
            entries.add("{name: hub%d, port: %d}".formatted(i, ports.get(i - 1)));
        }
        Topology topology = TopologyReader.parse("the network of the benchmark", """
                k: %d
                settings: {laboratory: true}
                hubs: [%s]
                clients:
                  - {name: client1, port: %d, encryptors: [%s]}
                  - {name: client2, port: %d, encryptors: [%s]}
                """.formatted(
                        hubs / 2 + 1, String.join(", ", entries), ports.get(hubs), MASTER, ports.get(hubs + 1), SLAVE));
        return switch (scale) {
            case HUBS -> topology;
            case CLIENTS -> topology.with(Setting.HUB_MAX_CLIENTS, String.valueOf(Math.max(CLIENTS, value)));
            case SHARES ->
                topology.with(Setting.QUOTA_SHARES, "10000000")
                        .with(Setting.QUOTA_SHARE_BYTES, String.valueOf(Integer.MAX_VALUE))
                        .with(Setting.HUB_MAX_SHARE_BYTES, String.valueOf(Integer.MAX_VALUE));
            case SIZES -> topology.with(Setting.ETSI_MAX_KEY_SIZE, "1048576");
        };
    }

    /** Makes it grow, after its start: registers clients, or has keys made that nobody fetches. */
    public void grow(Network started) {
        switch (scale) {
            case HUBS, SIZES -> {}
            case CLIENTS -> {
                for (TopologyNode hub : started.topology().hubs()) {
                    OutOfBand door = new OutOfBand(hub);
                    for (int i = CLIENTS; i < value; i++) {
                        String name = "client" + (i + 1);
                        door.register(name, "its");
                        door.block(name, "client");
                        door.block(name, "hub");
                    }
                }
            }
            case SHARES -> {
                EtsiClient etsi = started.encryptors();
                for (int held = 0; held < value; held += BATCH) {
                    etsi.keys(MASTER, SLAVE, OptionalInt.empty(), OptionalInt.of(Math.min(BATCH, value - held)));
                }
            }
        }
    }

    /** What is measured on it. */
    public KeyWork work(Network started) {
        return new KeyWork(
                started.encryptors(),
                List.of(MASTER, SLAVE),
                scale == Scale.SIZES ? OptionalInt.of(value) : OptionalInt.empty(),
                1);
    }
}
