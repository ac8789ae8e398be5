package org.dske.launcher.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of a YAML document that knows what it is called and its line, and is read strictly: of the type asked for, or it is a
 * mistake.
 *
 * @param file the file, for messages
 * @param what what the value is called in messages
 * @param node the value
 */
record YamlValue(String file, String what, Node node) {
    /** The mistake that something is wrong with this value. */
    TopologyException mistake(String reason) {
        return new TopologyException(file, line(), reason);
    }

    int line() {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    int integer(int min, int max) {
        String expected = what + " must be a whole number from " + min + " to " + max;
        if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.INT)) {
            throw mistake(expected);
        }
        try {
            int number = Integer.parseInt(scalar.getValue());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Too large for an int: out of range as well.
        }
        throw mistake(expected + ", not " + scalar.getValue());
    }

    String string() {
        if (!(node instanceof ScalarNode scalar)) {
            throw mistake(what + " must be a string");
        }
        if (!scalar.getTag().equals(Tag.STR)) {
            throw mistake(what + " must be a string: put " + shown(scalar) + " in quotes");
        }
        return scalar.getValue();
    }

    boolean flag() {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            return Boolean.parseBoolean(scalar.getValue());
        }
        throw mistake(what + " must be true or false");
    }

    /** The text of a string, a number, true or false. */
    String text() {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return scalar.getValue();
        }
        throw mistake(what + " must be a string, a number, true or false");
    }

    List<YamlValue> list(String elementName) {
        if (!(node instanceof SequenceNode sequence)) {
            throw mistake(what + " must be a list");
        }
        List<YamlValue> values = new ArrayList<>();
        sequence.getValue().forEach(element -> values.add(new YamlValue(file, elementName, element)));
        return values;
    }

    /** The members of a mapping with known names. */
    Map<String, YamlValue> members(Set<String> known) {
        SortedSet<String> sorted = new TreeSet<>(known);
        Map<String, YamlValue> members = members();
        members.forEach((name, value) -> {
            if (!known.contains(name)) {
                throw new TopologyException(
                        file,
                        lineOfKey(name),
                        what + " has no member '" + name + "'; it may have " + String.join(", ", sorted));
            }
        });
        return members;
    }

    /** The members of a mapping with any names. */
    Map<String, YamlValue> members() {
        if (!(node instanceof MappingNode mapping)) {
            throw mistake(what + " must be a mapping, such as 'name: hank'");
        }
        Map<String, YamlValue> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            YamlValue key = new YamlValue(file, "a member's name", tuple.getKeyNode());
            String name = key.string();
            if (members.put(name, new YamlValue(file, name, tuple.getValueNode())) != null) {
                throw key.mistake("'" + name + "' is there twice");
            }
        }
        return members;
    }

    /** The line of a member's name. */
    int lineOfKey(String name) {
        return ((MappingNode) node)
                .getValue().stream()
                        .map(tuple -> new YamlValue(file, name, tuple.getKeyNode()))
                        .filter(key -> key.string().equals(name))
                        .mapToInt(YamlValue::line)
                        .findFirst()
                        .orElseGet(this::line);
    }

    private static String shown(ScalarNode scalar) {
        return scalar.getValue().isEmpty() ? "it" : scalar.getValue();
    }
}
