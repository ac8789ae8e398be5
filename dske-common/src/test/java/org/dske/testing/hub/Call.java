package org.dske.testing.hub;

/**
 * A request as it reached a {@link FakeHub}.
 *
 * @param method the HTTP method
 * @param resource the path after the version, such as {@code key-share}
 * @param query the raw query, empty if there is none
 * @param signature the value of {@code DSKE-Signature}, empty if there is none
 * @param body the entity
 */
public record Call(String method, String resource, String query, String signature, byte[] body) {
    /**
     * What is asked for.
     *
     * @return such as {@code POST key-share}
     */
    public String what() {
        return method + " " + resource;
    }

    /**
     * A parameter of the query.
     *
     * @param name its name
     * @return its value, empty if it is missing
     */
    public String parameter(String name) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return java.net.URLDecoder.decode(
                        pair.substring(name.length() + 1), java.nio.charset.StandardCharsets.UTF_8);
            }
        }
        return "";
    }
}
