package org.dske.launcher.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.dske.launcher.topology.TopologyReader;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files of {@code packaging}, and what they say of nodes. */
final class Packaging {
    /** The project. */
    static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private Packaging() {}

    static String read(String file) {
        try {
            return Files.readString(HOME.resolve("packaging").resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The documents of a text in YAML, but empty ones. */
    static List<Map<?, ?>> yaml(String text) {
        Iterable<Object> documents = new Load(LoadSettings.builder().build()).loadAllFromString(text);
        return StreamSupport.stream(documents.spliterator(), false)
                .filter(document -> document != null)
                .<Map<?, ?>>map(document -> assertInstanceOf(Map.class, document))
                .toList();
    }

    /** What is at a path of keys, and indices of lists, such as {@code spec.ports.0.port}. */
    static Object at(Object value, String path) {
        Object found = value;
        for (String key : path.split("\\.", -1)) {
            Object within = found;
            found = within instanceof List<?> list ? list.get(Integer.parseInt(key)) : ((Map<?, ?>) within).get(key);
            if (found == null) {
                throw new AssertionError("there is no " + path + " in " + value);
            }
        }
        return found;
    }

    static Map<?, ?> map(Object value, String path) {
        return assertInstanceOf(Map.class, at(value, path));
    }

    static List<?> list(Object value, String path) {
        return assertInstanceOf(List.class, at(value, path));
    }

    /** The one node that is started by a topology, as which it is read from a file. */
    static TopologyNode nodeOf(Topology topology) {
        List<TopologyNode> here =
                topology.nodes().stream().filter(node -> !node.isElsewhere()).toList();
        assertEquals(1, here.size(), "nodes of one container");
        return here.getFirst();
    }

    static Topology topology(Object text) {
        return TopologyReader.parse("/etc/dske/topology.yaml", String.valueOf(text));
    }

    /** What a client's topology says of where the hubs are. */
    static List<String> hubsElsewhere(Topology topology) {
        return topology.hubs().stream()
                .filter(TopologyNode::isElsewhere)
                .map(hub -> hub.url().toString())
                .sorted()
                .toList();
    }

    /** The words of a command as the Dockerfile has it, behind an instruction: a JSON array. */
    static List<String> dockerCommand(String instruction) {
        return Stream.of(dockerLine(instruction).replaceAll("[\\[\\]\"]", "").split(", *", -1))
                .toList();
    }

    /** The last line of the Dockerfile with an instruction, without that. */
    static String dockerLine(String instruction) {
        return read("docker/Dockerfile")
                .lines()
                .filter(line -> line.startsWith(instruction + " "))
                .reduce((first, second) -> second)
                .orElseThrow()
                .substring(instruction.length() + 1);
    }
}
