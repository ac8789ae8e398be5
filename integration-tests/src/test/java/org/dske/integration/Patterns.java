package org.dske.integration;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What is looked for: secrets piece by piece, so that a part of one is found as well, each piece in all forms that it may have. */
final class Patterns {
    /** Bytes of a piece: as few as chance does not make, and so many that base64 has no padding. */
    private static final int PIECE = 18;

    private static final int FILTER_BITS = 22;

    private record Pattern(String name, byte[] bytes) {}

    private final Map<Long, List<Pattern>> byBegin = new HashMap<>();
    private final BitSet filter = new BitSet(1 << FILTER_BITS);

    /** Looks for a part of a secret as it is. */
    void raw(String name, byte[] secret, int from, int to) {
        for (int piece = from; piece + PIECE <= to; piece += PIECE) {
            add(name + ", raw", Arrays.copyOfRange(secret, piece, piece + PIECE));
        }
    }

    /** Looks for a secret as it is, and in base64. */
    void secret(String name, byte[] secret) {
        raw(name, secret, 0, secret.length);
        base64(name, secret, 0, secret.length);
    }

    /** Looks for a part of a secret in the base64 of all of it. */
    void base64(String name, byte[] secret, int from, int to) {
        // Three bytes are four characters, from the beginning.
        for (int piece = (from + 2) / 3 * 3; piece + PIECE <= to; piece += PIECE) {
            text(
                    name + ", base64",
                    Base64.getEncoder().encodeToString(Arrays.copyOfRange(secret, piece, piece + PIECE)));
        }
    }

    /** Looks for a secret as it is, and in hexadecimal digits. */
    void hex(String name, byte[] secret) {
        raw(name, secret, 0, secret.length);
        text(name + ", hex", HexFormat.of().formatHex(secret));
    }

    /** Looks for a text in strings and in arrays of bytes, and in arrays of characters. */
    void text(String name, String text) {
        add(name, text.getBytes(StandardCharsets.US_ASCII));
        add(name + " in characters", text.getBytes(StandardCharsets.UTF_16BE));
    }

    private void add(String name, byte[] bytes) {
        long begin = ByteBuffer.wrap(bytes).getLong();
        byBegin.computeIfAbsent(begin, none -> new ArrayList<>()).add(new Pattern(name, bytes));
        filter.set(hash(begin));
    }

    /** Whether one of them may begin with these eight bytes. */
    boolean mayBegin(long bytes) {
        return filter.get(hash(bytes));
    }

    /** The names of those that are somewhere. */
    List<String> at(long begin, ByteBuffer bytes, int start) {
        return byBegin.getOrDefault(begin, List.of()).stream()
                .filter(pattern -> start + pattern.bytes().length <= bytes.limit()
                        && bytes.slice(start, pattern.bytes().length).equals(ByteBuffer.wrap(pattern.bytes())))
                .map(Pattern::name)
                .toList();
    }

    private static int hash(long bytes) {
        return (int) ((bytes * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - FILTER_BITS));
    }
}
