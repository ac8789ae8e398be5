package org.dske.integration;

import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.dske.testing.WireMessage;

/** All blocks of PSRD that pass between hubs and clients, and which of their bytes messages have named. */
final class RecordedPsrd implements WireProxy.Wire {
    private static final JsonProvider JSON = JsonProvider.provider();

    private final Map<String, byte[]> blocks = new ConcurrentHashMap<>();
    private final Set<WireLedger.Named> used = ConcurrentHashMap.newKeySet();

    @Override
    public void request(WireMessage request) {
        if (request.path().contains("/dske/api/")) {
            used.addAll(WireLedger.named(request));
        }
    }

    @Override
    public boolean passes(WireMessage request, WireMessage response) {
        if (request.path().contains("/dske/api/")) {
            used.addAll(WireLedger.named(response));
        } else if (request.path().endsWith("/psrd") && response.status() == 200) {
            JsonObject block = JSON.createReader(new ByteArrayInputStream(response.body())).readObject();
            blocks.put(
                    block.getString("block_uuid"), Base64.getDecoder().decode(block.getString("data")));
        }
        return true;
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

    /** All blocks. */
    List<byte[]> blocks() {
        return List.copyOf(blocks.values());
    }
}
