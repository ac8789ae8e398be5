package org.dske.root;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which client answers for which port, where a path does not say it.
 *
 * @param contextPaths by port, the context path of the client that the port belongs to
 */
public record ClientPorts(Map<Integer, String> contextPaths) {
    /** The system property that holds them. Not one of the nodes' settings: it is of this application alone. */
    public static final String PROPERTY = "org.dske.root.clients";

    private static final Pattern ENTRY = Pattern.compile("([0-9]{1,5})=(/.+)");

    public ClientPorts {
        contextPaths = Map.copyOf(contextPaths);
    }

    /** Reads what {@link #toText} wrote, or somebody by hand: such as {@code 8105=/client/carol,8205=/client/carol}, or nothing. */
    static ClientPorts parse(String text) {
        Map<Integer, String> contextPaths = new HashMap<>();
        for (String entry : text.split(",", -1)) {
            Matcher matcher = ENTRY.matcher(entry.strip());
            if (matcher.matches()) {
                contextPaths.put(Integer.valueOf(matcher.group(1)), matcher.group(2));
            } else if (!text.isBlank()) {
                throw new IllegalArgumentException(
                        PROPERTY + " has '" + entry + "', which is not PORT=CONTEXTPATH, such as 8205=/client/carol");
            }
        }
        return new ClientPorts(contextPaths);
    }

    /** The value of the property, by port. */
    public String toText() {
        return new TreeMap<>(contextPaths)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(","));
    }

    Optional<String> contextPath(int port) {
        return Optional.ofNullable(contextPaths.get(port));
    }
}
