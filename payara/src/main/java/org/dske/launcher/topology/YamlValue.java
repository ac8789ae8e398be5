package org.dske.launcher.topology;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dske.launcher.LauncherException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of a YAML document that knows what it is called and its place, and is read strictly: of the type asked for, or it is a
 * mistake.
 *
 * @param file the file, for messages
 * @param what what the value is called in messages
 * @param node the value
 */
record YamlValue(String file, String what, Node node) {
    /** The mistake that something is wrong with this value: the file, the line and the reason. */
    LauncherException mistake(String reason) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        return mistake(file, line, reason);
    }

    /** A mistake in a line, counted from 1. */
    static LauncherException mistake(String file, int line, String reason) {
        return new LauncherException(file + ":" + line + ": " + reason);
    }

    int integer(int min, int max) {
        String expected = what + " must be a whole number from " + min + " to " + max;
        String text = scalar(Tag.INT, expected).getValue();
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Too large for an int: out of range as well.
        }
        throw mistake(expected + ", not " + text);
    }

    String string() {
        String shown = node instanceof ScalarNode scalar
                ? ": put " + (scalar.getValue().isEmpty() ? "it" : scalar.getValue()) + " in quotes"
                : "";
        return scalar(Tag.STR, what + " must be a string" + shown).getValue();
    }

    boolean flag() {
        return Boolean.parseBoolean(
                scalar(Tag.BOOL, what + " must be true or false").getValue());
    }

    private ScalarNode scalar(Tag tag, String expected) {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(tag)) {
            return scalar;
        }
        throw mistake(expected);
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
        return sequence.getValue().stream()
                .map(element -> new YamlValue(file, elementName, element))
                .toList();
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** The members of a mapping, whose names must be among these, if there are any. */
    Map<String, YamlValue> members(Set<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw mistake(what + " must be a mapping, such as 'name: hank'");
        }
        Map<String, YamlValue> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            YamlValue key = new YamlValue(file, "a member's name", tuple.getKeyNode());
            String name = key.string();
            if (!known.isEmpty() && !known.contains(name)) {
                throw key.mistake(
                        what + " has no member '" + name + "'; it may have " + String.join(", ", new TreeSet<>(known)));
            }
            if (members.put(name, new YamlValue(file, name, tuple.getValueNode())) != null) {
                throw key.mistake("'" + name + "' is there twice");
            }
        }
        return members;
    }
}
