package org.dske.launcher.server;

import java.util.List;
import java.util.Map;

/** The server's configuration of a protocol, by its name. */
final class HttpProtocol {
    static final String CONFIG = "configs.config.server-config.";

    private static final String PROTOCOL = CONFIG + "network-config.protocols.protocol.";

    private HttpProtocol() {}

    /** What of the defaults does not suit the nodes, of HTTP as of HTTPS. */
    static List<String> http(String protocol) {
        return set(
                protocol,
                "http",
                Map.of(
                        // After that many requests the server closes a connection. Its default of 250 is for
                        // browsers; a client and a hub keep theirs.
                        "max-connections", "1000000",
                        // Nobody here speaks it, and what is said of the end of a message holds for HTTP/1.1.
                        "http2-enabled", "false",
                        "server-header", "false",
                        // The nodes' own filters refuse it. The server would before they have seen how the request is
                        // framed.
                        "trace-enabled", "true",
                        // An SAE ID is any string, and may have a slash.
                        "encoded-slash-enabled", "true",
                        // Some encryptors send a body with GET.
                        "allow-payload-for-undefined-http-methods", "true",
                        "timeout-seconds", "60",
                        "request-timeout-seconds", "60"));
    }

    /** Commands that set attributes of one part of a protocol. */
    static List<String> set(String protocol, String part, Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .map(attribute -> "set " + PROTOCOL + protocol + "." + part + "." + attribute.getKey() + "="
                        + attribute.getValue())
                .sorted()
                .toList();
    }
}
