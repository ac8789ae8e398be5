package org.dske.client.etsi014;

import java.util.regex.Pattern;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.error.InvalidException;
import org.dske.http.Parameters;
import org.dske.sharing.SharingMode;
import org.jspecify.annotations.Nullable;

/**
 * What keys an encryptor may ask for. Sizes are in bits, and multiples of 8.
 *
 * @param keySize the size if none is named
 * @param minKeySize the smallest that is shared in the mode {@code its}
 * @param minClassicKeySize the smallest that is shared in the mode {@code classic}
 * @param maxKeySize the largest
 * @param maxKeysPerRequest how many keys one request may ask for
 * @param maxSaeIdCount how many additional slaves a key may have
 */
public record KeyLimits(
        int keySize, int minKeySize, int minClassicKeySize, int maxKeySize, int maxKeysPerRequest, int maxSaeIdCount) {
    /** Shorter keys are not for the mode of sharing {@code classic}: k-1 hubs would learn 32 bits of them. */
    private static final int MIN_CLASSIC_KEY_SIZE = 128;

    private static final Pattern POSITIVE = Pattern.compile("[1-9][0-9]{0,17}");

    /** What the encryptors of a client with these settings may ask for. */
    public static KeyLimits of(Settings settings) {
        int min = settings.number(Setting.ETSI_MIN_KEY_SIZE);
        int minClassic = settings.flag(Setting.SHARING_ALLOW_SHORT_KEYS) ? min : Math.max(min, MIN_CLASSIC_KEY_SIZE);
        // What is configured has to do in every mode that may come to be in use.
        int minAlways = settings.flag(Setting.SECURITY_REQUIRE_ITS, true) ? min : minClassic;
        int max = settings.number(Setting.ETSI_MAX_KEY_SIZE);
        int size = settings.number(Setting.ETSI_KEY_SIZE);
        requireMultipleOfEight(settings, Setting.ETSI_MIN_KEY_SIZE);
        requireMultipleOfEight(settings, Setting.ETSI_MAX_KEY_SIZE);
        requireMultipleOfEight(settings, Setting.ETSI_KEY_SIZE);
        if (max < minAlways) {
            throw settings.invalid(Setting.ETSI_MAX_KEY_SIZE, "at least the smallest size, " + minAlways);
        }
        if (size < minAlways || size > max) {
            throw settings.invalid(Setting.ETSI_KEY_SIZE, "a size from " + minAlways + " to " + max);
        }
        return new KeyLimits(
                size,
                min,
                minClassic,
                max,
                settings.number(Setting.ETSI_MAX_KEY_PER_REQUEST),
                settings.number(Setting.ETSI_MAX_SAE_ID_COUNT));
    }

    private static void requireMultipleOfEight(Settings settings, Setting setting) {
        if (settings.number(setting) % Byte.SIZE != 0) {
            throw settings.invalid(setting, "a multiple of 8");
        }
    }

    /** The size of the smallest key that is shared in a mode, in bits. */
    int minKeySize(SharingMode mode) {
        return switch (mode) {
            case CLASSIC -> minClassicKeySize;
            case ITS -> minKeySize;
        };
    }

    /**
     * The size of the keys that a request asks for.
     *
     * @param size the number as it was written, null if it is missing
     * @return the size in bits
     * @throws InvalidException if it is not allowed
     */
    int size(@Nullable String size, SharingMode mode) {
        if (size == null) {
            return keySize;
        }
        // First, since it holds whatever the limits are. The sentence is that of ETSI GS QKD 014, clause 5.3.
        if (POSITIVE.matcher(size).matches() && Long.parseLong(size) % Byte.SIZE != 0) {
            throw new InvalidException("size shall be a multiple of 8");
        }
        return Parameters.number("size", size, minKeySize(mode), maxKeySize);
    }

    /**
     * How many keys a request asks for.
     *
     * @param number the number as it was written, null if it is missing
     * @throws InvalidException if it is not allowed
     */
    int number(@Nullable String number) {
        return number == null ? 1 : Parameters.number("number", number, 1, maxKeysPerRequest);
    }
}
