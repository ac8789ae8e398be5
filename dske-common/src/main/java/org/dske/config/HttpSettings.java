package org.dske.config;

/**
 * How a node deals with HTTP.
 *
 * @param maxBody the largest body that it reads, in bytes
 */
public record HttpSettings(int maxBody) {
    public static HttpSettings of(Settings settings) {
        return new HttpSettings(settings.number(Setting.HTTP_MAX_BODY));
    }
}
