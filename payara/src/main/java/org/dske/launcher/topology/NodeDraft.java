package org.dske.launcher.topology;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.dske.config.Setting;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.jspecify.annotations.Nullable;

/** A node as the file has it, before ports are assigned; it keeps its place in the file for the mistakes found later. */
record NodeDraft(
        NodeType type,
        NodeName name,
        YamlValue place,
        @Nullable YamlValue port,
        Optional<URI> url,
        List<SaeId> encryptors,
        Map<Setting, String> settings,
        boolean tls,
        OptionalInt number,
        boolean classic) {
    /** Hubs before clients, each by name. */
    static final Comparator<NodeDraft> ORDER =
            Comparator.comparing(NodeDraft::type).thenComparing(NodeDraft::name);

    TopologyNode elsewhere(URI place) {
        return new TopologyNode(type, name, place, OptionalInt.empty(), encryptors, settings, tls, number, classic);
    }

    TopologyNode on(String host, int portNumber) {
        String inUrl = host.contains(":") ? "[" + host + "]" : host;
        URI base = URI.create("http://" + inUrl + ":" + portNumber + "/" + type.word() + "/" + name);
        return new TopologyNode(
                type, name, base, OptionalInt.of(portNumber), encryptors, settings, tls, number, classic);
    }
}
