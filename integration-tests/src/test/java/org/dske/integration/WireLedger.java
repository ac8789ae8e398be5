package org.dske.integration;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.dske.testing.WireMessage;

/**
 * Every byte of PSRD that a message between a client and a hub has named, as whoever listens on the wire keeps count: it knows
 * nothing of the nodes, shares no code with them, and outlives their crashes. A byte that two different messages name is an error,
 * and so is one that a message names twice. A message that is sent again whole, byte for byte, is the same message. Source:
 * protocol, sections 2 and 4.
 */
final class WireLedger {
    private static final JsonProvider JSON = JsonProvider.provider();
    private static final String SIGNATURE = "dske-signature";
    private static final String ALLOCATION = "encryption_key_allocation";

    /** Bytes from {@code start} to before {@code end}, and what named them. */
    private record Use(long start, long end, String message) {}

    /** Bytes that a message names. */
    record Named(String block, int start, int size) {}

    private final Map<String, NavigableMap<Long, Use>> blocks = new HashMap<>();
    private final Set<String> messages = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private long bytes;

    /** Counts what a request names. */
    void request(WireMessage request) {
        record(identity("", request), request.method() + " " + request.path(), request);
    }

    /** Counts what a response names. It fits one request only, so that the same words to another request are another message. */
    void response(WireMessage request, WireMessage response) {
        record(
                identity(identity("", request), response),
                response.status() + " to " + request.method() + " " + request.path(),
                response);
    }

    /** The bytes that were named twice, and the messages that could not be read; empty if all is well. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** How many bytes have been named. */
    synchronized long bytes() {
        return bytes;
    }

    private synchronized void record(String identity, String what, WireMessage message) {
        if (!messages.add(identity)) {
            return;
        }
        String name = what + " (" + messages.size() + ")";
        try {
            named(message).forEach(each -> use(each, name));
        } catch (IllegalArgumentException | JsonException | ClassCastException | NullPointerException e) {
            faults.add(name + " cannot be read: " + e);
        }
    }

    private void use(Named named, String message) {
        Use use = new Use(named.start(), (long) named.start() + named.size(), message);
        NavigableMap<Long, Use> uses = blocks.computeIfAbsent(named.block(), block -> new TreeMap<>());
        // Those that are there do not overlap, but for faults: the nearest on either side are those that can.
        for (Map.Entry<Long, Use> near = uses.lowerEntry(use.end());
                near != null && near.getValue().end() > use.start();
                near = uses.lowerEntry(near.getKey())) {
            Use earlier = near.getValue();
            faults.add("bytes %d to %d of block %s are named by %s and by %s"
                    .formatted(
                            Math.max(earlier.start(), use.start()),
                            Math.min(earlier.end(), use.end()) - 1,
                            named.block(),
                            earlier.message(),
                            message));
        }
        uses.putIfAbsent(use.start(), use);
        bytes += named.size();
    }

    /** The bytes that a message names, for its signature and in its body. */
    static List<Named> named(WireMessage message) {
        List<Named> named = new ArrayList<>();
        String signature = message.headers().getOrDefault(SIGNATURE, "");
        if (!signature.isEmpty()) {
            for (String fragment : signature.split("[;%]", 2)[0].split(",", -1)) {
                String[] parts = fragment.split(":", -1);
                if (parts.length != 3) {
                    throw new IllegalArgumentException("a signature names " + fragment);
                }
                named.add(checked(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
            }
        }
        if (message.body().length > 0) {
            try (JsonReader reader = JSON.createReader(new ByteArrayInputStream(message.body()))) {
                inBody(reader.readValue(), named);
            }
        }
        return named;
    }

    /** Allocations, however deep they are. */
    static void inBody(JsonValue value, List<Named> named) {
        switch (value) {
            case JsonArray array -> array.forEach(each -> inBody(each, named));
            case JsonObject object ->
                object.forEach((name, member) -> {
                    if (name.equals(ALLOCATION)) {
                        member.asJsonObject()
                                .getJsonArray("fragments")
                                .getValuesAs(JsonObject.class)
                                .forEach(fragment -> named.add(inJson(fragment)));
                    } else {
                        inBody(member, named);
                    }
                });
            case JsonNumber number -> {}
            case JsonString string -> {}
            // true, false, null
            default -> {}
        }
    }

    private static Named inJson(JsonObject fragment) {
        return checked(
                fragment.getString("block_uuid"),
                fragment.getJsonNumber("start").longValueExact(),
                fragment.getJsonNumber("size").longValueExact());
    }

    private static Named checked(String block, long start, long size) {
        if (start < 0 || size <= 0) {
            throw new IllegalArgumentException("a message names " + size + " bytes from " + start);
        }
        return new Named(block, Math.toIntExact(start), Math.toIntExact(size));
    }

    private static String identity(String context, WireMessage message) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String head = String.join(
                    "\n", context, message.startLine(), message.headers().getOrDefault(SIGNATURE, ""), "");
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(message.body()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
