package org.dske.integration;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.dske.testing.WireMessage;

/** All blocks of PSRD that pass between hubs and clients, which of their bytes messages have named, and what was encrypted with them. */
final class RecordedPsrd implements WireProxy.Wire {
    private static final JsonProvider JSON = JsonProvider.provider();

    private final Map<String, byte[]> blocks = new ConcurrentHashMap<>();
    private final Set<WireLedger.Named> used = ConcurrentHashMap.newKeySet();
    private final Queue<JsonValue> encrypted = new ConcurrentLinkedQueue<>();

    @Override
    public void request(WireMessage request) {
        if (isInBand(request)) {
            record(request);
        }
    }

    @Override
    public boolean passes(WireMessage request, WireMessage response) {
        if (isInBand(request)) {
            record(response);
        } else if (request.path().endsWith("/psrd") && response.status() == 200) {
            JsonObject block = json(response).asJsonObject();
            blocks.put(block.getString("block_uuid"), Base64.getDecoder().decode(block.getString("data")));
        }
        return true;
    }

    private static boolean isInBand(WireMessage request) {
        return request.path().contains("/dske/api/");
    }

    private void record(WireMessage message) {
        used.addAll(WireLedger.named(message));
        if (message.body().length > 0) {
            encrypted.add(json(message));
        }
    }

    private static JsonValue json(WireMessage message) {
        try (JsonReader reader = JSON.createReader(new ByteArrayInputStream(message.body()))) {
            return reader.readValue();
        }
    }

    /** All shares, decrypted. */
    List<byte[]> shares() {
        return encrypted.stream().flatMap(this::sharesIn).toList();
    }

    private Stream<byte[]> sharesIn(JsonValue message) {
        ByteArrayOutputStream pad = new ByteArrayOutputStream();
        List<WireLedger.Named> named = new ArrayList<>();
        WireLedger.inBody(message, named);
        named.forEach(part -> pad.write(block(part.block()), part.start(), part.size()));
        List<byte[]> shares = new ArrayList<>();
        collect(message, shares);
        int offset = 0;
        for (byte[] share : shares) {
            for (int i = 0; i < share.length; i++) {
                share[i] ^= pad.toByteArray()[offset++];
            }
        }
        return shares.stream();
    }

    /** The values of shares in their order, however deep they are. */
    private static void collect(JsonValue value, List<byte[]> shares) {
        switch (value) {
            case JsonArray array -> array.forEach(each -> collect(each, shares));
            case JsonObject object ->
                object.forEach((name, member) -> {
                    if (name.equals("encrypted_share_value")) {
                        shares.add(Base64.getDecoder().decode(((JsonString) member).getString()));
                    } else {
                        collect(member, shares);
                    }
                });
            default -> {}
        }
    }

    /** The bytes that have been used until now. */
    List<WireLedger.Named> used() {
        return List.copyOf(used);
    }

    /** A block, whole. */
    byte[] block(String uuid) {
        byte[] block = blocks.get(uuid);
        if (block == null) {
            throw new AssertionError("nobody has seen block " + uuid);
        }
        return block;
    }

    /** All blocks, whole. */
    List<byte[]> blocks() {
        return List.copyOf(blocks.values());
    }

    /** Parts of blocks that nobody has used until now, as far as they lie behind all that is used. */
    List<WireLedger.Named> unused() {
        return blocks.entrySet().stream()
                .map(block -> {
                    int end = used.stream()
                            .filter(each -> each.block().equals(block.getKey()))
                            .mapToInt(each -> each.start() + each.size())
                            .max()
                            .orElse(0);
                    return new WireLedger.Named(block.getKey(), end, block.getValue().length - end);
                })
                .toList();
    }
}
