package org.dske.config;

/**
 * How many requests are served at a time.
 *
 * @param perAddress of one address
 * @param perCaller of one caller of whom more is known: by its certificate, or by the client's signature
 */
public record RequestLimits(int perAddress, int perCaller) {
    public static RequestLimits of(Settings settings) {
        return new RequestLimits(
                settings.number(Setting.HTTP_REQUESTS_PER_ADDRESS), settings.number(Setting.HTTP_REQUESTS_PER_CALLER));
    }
}
