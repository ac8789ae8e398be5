package org.dske.testing.hub;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What a {@link FakeHub} does with shares: it takes them and gives them out, one by one or by the batch. */
final class FakeShares {
    private static final int SIGNING_KEY = 32;

    private final FakeHub hub;
    private final HubState state;

    FakeShares(FakeHub hub, HubState state) {
        this.hub = hub;
        this.state = state;
    }

    /** {@code POST key-share}: the message is the one share. */
    Wire.Answer take(HubState.Registered client, Call call) {
        JsonObject message = Wire.json(call.body());
        return take(client, call, message, List.of(message));
    }

    /** {@code POST key-shares}. */
    Wire.Answer takeMany(HubState.Registered client, Call call) {
        JsonObject message = Wire.json(call.body());
        return take(client, call, message, message.getJsonArray("shares").getValuesAs(JsonObject.class));
    }

    private Wire.Answer take(
            HubState.Registered client, Call call, JsonObject message, List<? extends JsonObject> shares) {
        List<HubState.Run> runs = Wire.runs(message.getJsonObject("encryption_key_allocation"));
        if (!runs.stream().allMatch(run -> client.clientPool.containsKey(run.block()))) {
            return Wire.error(400, "unknown PSRD block", true);
        }
        byte[] pad = client.bytes(client.clientPool, runs);
        if (!state.use(client, runs, "pad of " + call.signature())) {
            return Wire.error(400, "used bytes", true);
        }
        if (!message.getString("master_client_name").equals(client.name)
                || !client.encryptors.contains(message.getString("master_sae_id"))) {
            return Wire.error(403, "not yours", true);
        }
        HubState.Sharing sharing = sharing(message);
        Map<UUID, HubState.Stored> taken = new LinkedHashMap<>();
        int offset = 0;
        for (JsonObject share : shares) {
            byte[] encrypted = Base64.getDecoder().decode(share.getString("encrypted_share_value"));
            byte[] value = Wire.xor(pad, offset, encrypted);
            offset += value.length;
            taken.put(
                    UUID.fromString(share.getString("user_key_id")),
                    new HubState.Stored(
                            message.getString("master_sae_id"),
                            slaves(message),
                            share.getInt("share_index"),
                            value,
                            sharing));
        }
        if (offset != pad.length || taken.size() != shares.size()) {
            state.violations.add(call.what() + " has a pad of " + pad.length + " bytes for shares of " + offset);
            return Wire.error(400, "a pad of another size, or a key twice", true);
        }
        if (taken.keySet().stream().anyMatch(state.shares::containsKey)) {
            return Wire.error(409, "there already", true);
        }
        state.shares.putAll(taken);
        return hub.foreign ? new Wire.Answer(200, "null", true) : new Wire.Answer(200, Wire.object(), true);
    }

    private static HubState.Sharing sharing(JsonObject message) {
        return new HubState.Sharing(
                message.getString("sharing", ""),
                message.getInt("threshold", 0),
                message.containsKey("places") ? message.getJsonObject("places") : JsonValue.EMPTY_JSON_OBJECT);
    }

    /** {@code POST exchange}. */
    Wire.Answer exchange(HubState.Registered client, Call call, Fault wrong) {
        JsonObject message = Wire.json(call.body());
        if (!message.getString("client_name").equals(client.name)) {
            return Wire.error(403, "not yours", true);
        }
        JsonObjectBuilder answer = Wire.object();
        if (message.containsKey("put")) {
            List<HubState.Run> runs = Wire.runs(message.getJsonObject("encryption_key_allocation"));
            if (!runs.stream().allMatch(run -> client.clientPool.containsKey(run.block()))) {
                return Wire.error(400, "unknown PSRD block", true);
            }
            byte[] pad = client.bytes(client.clientPool, runs);
            byte[] values = Base64.getDecoder().decode(message.getString("encrypted_share_values"));
            if (!state.use(client, runs, "pad of " + call.signature()) || values.length != pad.length) {
                return Wire.error(400, "used bytes, or not as many as shares", true);
            }
            answer.add("put", taken(client, message, Wire.xor(pad, 0, values)));
        }
        if (message.containsKey("get")) {
            give(client, message, answer, wrong);
        }
        return new Wire.Answer(200, answer, true);
    }

    private JsonArrayBuilder taken(HubState.Registered client, JsonObject message, byte[] values) {
        JsonArrayBuilder results = Wire.array();
        int offset = 0;
        for (JsonObject entry : message.getJsonArray("put").getValuesAs(JsonObject.class)) {
            Map<UUID, HubState.Stored> taken = new LinkedHashMap<>();
            for (JsonObject key : entry.getJsonArray("keys").getValuesAs(JsonObject.class)) {
                byte[] value = Arrays.copyOfRange(values, offset, offset + entry.getInt("size"));
                offset += value.length;
                taken.put(
                        UUID.fromString(key.getString("user_key_id")),
                        new HubState.Stored(
                                entry.getString("master_sae_id"),
                                slaves(entry),
                                key.getInt("share_index"),
                                value,
                                sharing(entry)));
            }
            int refused = hub.refuses.applyAsInt(entry);
            if (refused == 0 && !client.encryptors.contains(entry.getString("master_sae_id"))) {
                refused = 403;
            }
            if (refused == 0 && taken.keySet().stream().anyMatch(state.shares::containsKey)) {
                refused = 409;
            }
            if (refused == 0) {
                state.shares.putAll(taken);
            }
            results.add(result(refused));
        }
        return results;
    }

    private static JsonObjectBuilder result(int refused) {
        return refused == 0
                ? Wire.object().add("status", 200)
                : Wire.object().add("status", refused).add("message", "refused with " + refused);
    }

    private void give(HubState.Registered client, JsonObject message, JsonObjectBuilder answer, Fault wrong) {
        List<JsonObjectBuilder> results = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        long wanted = 0;
        for (JsonObject entry : message.getJsonArray("get").getValuesAs(JsonObject.class)) {
            List<UUID> keyIds = entry.getJsonArray("key_ids").getValuesAs(JsonString.class).stream()
                    .map(keyId -> UUID.fromString(keyId.getString()))
                    .toList();
            int refused = hub.refuses.applyAsInt(entry);
            Wire.Answer refusal = refusal(
                    client,
                    client.name,
                    entry.getString("master_sae_id"),
                    entry.getString("slave_sae_id"),
                    keyIds,
                    wrong);
            if (refused == 0 && refusal != null) {
                refused = refusal.status();
            }
            List<HubState.Stored> found = refused == 0 ? found(keyIds, wrong) : List.of();
            if (found.stream().map(share -> share.value().length).distinct().count() > 1) {
                refused = 409;
            }
            long size = found.stream().mapToLong(share -> share.value().length).sum();
            if (refused == 0 && client.left() < wanted + size + SIGNING_KEY) {
                refused = 503;
            }
            JsonObjectBuilder result = result(refused);
            if (refused == 0) {
                wanted += size;
                JsonArrayBuilder shares = Wire.array();
                for (int i = 0; i < found.size(); i++) {
                    boolean lost = wrong == Fault.WRONG_COUNT && i == 0;
                    UUID keyId = wrong == Fault.WRONG_KEY_IDS && i == 0 ? UUID.randomUUID() : keyIds.get(i);
                    values.add(value(found.get(i), wrong));
                    if (!lost) {
                        shares.add(Wire.object()
                                .add("user_key_id", keyId.toString())
                                .add("share_index", index(found.get(i), wrong)));
                    }
                }
                addSharing(result, keyIds);
                result.add("size", values.getLast().length).add("shares", shares);
            }
            results.add(result);
        }
        if (!values.isEmpty()) {
            encrypt(client, values, answer, wrong);
        }
        JsonArrayBuilder array = Wire.array();
        results.subList(wrong == Fault.WRONG_ENTRIES ? 1 : 0, results.size()).forEach(array::add);
        answer.add("get", array);
    }

    private void encrypt(HubState.Registered client, List<byte[]> values, JsonObjectBuilder answer, Fault wrong) {
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        values.forEach(together::writeBytes);
        List<HubState.Run> runs = client.allocate(together.size());
        state.countHub(client, together.size());
        byte[] encrypted = Wire.xor(client.bytes(client.hubPool, runs), 0, together.toByteArray());
        byte[] sent = wrong == Fault.WRONG_LENGTHS ? Arrays.copyOf(encrypted, encrypted.length - 1) : encrypted;
        answer.add("encryption_key_allocation", Wire.allocation(runs))
                .add("encrypted_share_values", Base64.getEncoder().encodeToString(sent));
    }

    private static Set<String> slaves(JsonObject message) {
        Set<String> slaves = new HashSet<>(Set.of(message.getString("slave_sae_id")));
        if (message.containsKey("additional_slave_sae_ids")) {
            message.getJsonArray("additional_slave_sae_ids")
                    .getValuesAs(JsonString.class)
                    .forEach(slave -> slaves.add(slave.getString()));
        }
        return slaves;
    }

    /** {@code GET key-share}. */
    Wire.Answer give(HubState.Registered client, Call call, Fault wrong) {
        List<UUID> wanted = List.of(UUID.fromString(call.parameter("key_id")));
        Wire.Answer refusal = refusal(
                client,
                call.parameter("client_name"),
                call.parameter("master_sae_id"),
                call.parameter("slave_sae_id"),
                wanted,
                wrong);
        if (refusal != null) {
            return refusal;
        }
        Given given = encrypt(client, wanted, wrong);
        JsonObjectBuilder message = given.shares().get(0).add("encryption_key_allocation", given.allocation());
        addSharing(message, wanted);
        if (hub.foreign) {
            message.add("weather", "fine");
            if (sharing(wanted).wireName().isEmpty()) {
                message.addNull("sharing");
            }
        }
        return new Wire.Answer(200, message, true);
    }

    /** {@code POST key-shares/fetch}. */
    Wire.Answer giveMany(HubState.Registered client, Call call, Fault wrong) {
        JsonObject message = Wire.json(call.body());
        List<UUID> wanted = message.getJsonArray("shares").getValuesAs(JsonObject.class).stream()
                .map(share -> UUID.fromString(share.getString("user_key_id")))
                .toList();
        Wire.Answer refusal = refusal(
                client,
                message.getString("client_name"),
                message.getString("master_sae_id"),
                message.getString("slave_sae_id"),
                wanted,
                wrong);
        if (refusal != null) {
            return refusal;
        }
        Given given = encrypt(client, wanted, wrong);
        List<JsonObjectBuilder> shares = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            UUID keyId = wrong == Fault.WRONG_KEY_IDS && i == 0 ? UUID.randomUUID() : wanted.get(i);
            shares.add(given.shares().get(i).add("user_key_id", keyId.toString()));
        }
        if (wrong == Fault.WRONG_COUNT) {
            shares.remove(0);
        }
        JsonArrayBuilder array = Wire.array();
        shares.forEach(array::add);
        JsonObjectBuilder answer = Wire.object()
                .add("encryption_key_allocation", given.allocation())
                .add("shares", array);
        addSharing(answer, wanted);
        return new Wire.Answer(200, answer, true);
    }

    /** Says of shares what their initiator said. */
    private void addSharing(JsonObjectBuilder message, List<UUID> keyIds) {
        HubState.Sharing sharing = sharing(keyIds);
        if (!sharing.wireName().isEmpty()) {
            message.add("sharing", sharing.wireName());
        }
        if (sharing.threshold() != 0) {
            message.add("threshold", sharing.threshold());
        }
        JsonObject places = hub.places.apply(sharing.places());
        if (!places.isEmpty()) {
            message.add("places", places);
        }
    }

    private HubState.Sharing sharing(List<UUID> keyIds) {
        return state.shares.get(keyIds.get(0)).sharing();
    }

    /** Why there is nothing for who asks; null if there is. */
    private Wire.@org.jspecify.annotations.Nullable Answer refusal(
            HubState.Registered client, String name, String master, String slave, List<UUID> wanted, Fault wrong) {
        List<HubState.Stored> found = wanted.stream()
                .filter(state.shares::containsKey)
                .map(state.shares::get)
                .toList();
        if (!name.equals(client.name)
                || !client.encryptors.contains(slave)
                || !found.stream()
                        .allMatch(share ->
                                share.slaves().contains(slave) && share.master().equals(master))) {
            return Wire.error(403, "not yours", true);
        }
        if (found.size() < wanted.size() || wrong == Fault.DENIAL) {
            JsonArrayBuilder unknown = Wire.array();
            wanted.stream()
                    .filter(id -> wrong == Fault.DENIAL || !state.shares.containsKey(id))
                    .forEach(id -> unknown.add(id.toString()));
            return Wire.error(404, "no such key", Wire.object().add("unknown_key_ids", unknown));
        }
        if (found.stream().map(HubState.Stored::sharing).distinct().count() > 1) {
            return Wire.error(409, "not of one mode", true);
        }
        int size = found.stream().mapToInt(share -> share.value().length).sum();
        if (client.left() < size + SIGNING_KEY) {
            return Wire.dry(size + SIGNING_KEY, client.left(), true);
        }
        return null;
    }

    private record Given(JsonObjectBuilder allocation, List<JsonObjectBuilder> shares) {}

    private Given encrypt(HubState.Registered client, List<UUID> wanted, Fault wrong) {
        List<HubState.Stored> found = found(wanted, wrong);
        List<byte[]> values = found.stream().map(share -> value(share, wrong)).toList();
        int size = values.stream().mapToInt(value -> value.length).sum();
        List<HubState.Run> runs = client.allocate(size);
        byte[] pad = client.bytes(client.hubPool, runs);
        state.countHub(client, size);
        List<JsonObjectBuilder> shares = new ArrayList<>();
        int offset = 0;
        for (int i = 0; i < found.size(); i++) {
            byte[] encrypted = Wire.xor(pad, offset, values.get(i));
            offset += encrypted.length;
            byte[] sent = wrong == Fault.WRONG_LENGTHS ? Arrays.copyOf(encrypted, encrypted.length - 1) : encrypted;
            shares.add(Wire.object()
                    .add("share_index", index(found.get(i), wrong))
                    .add("encrypted_share_value", Base64.getEncoder().encodeToString(sent)));
        }
        return new Given(Wire.allocation(runs), shares);
    }

    private List<HubState.Stored> found(List<UUID> keyIds, Fault wrong) {
        return keyIds.stream()
                .map(id -> wrong == Fault.STALE_SHARE ? another(id) : state.shares.get(id))
                .toList();
    }

    /** A share of another key, split for the same encryptors in the same way. */
    private HubState.Stored another(UUID keyId) {
        HubState.Stored share = state.shares.get(keyId);
        return state.shares.entrySet().stream()
                .filter(other -> !other.getKey().equals(keyId))
                .map(Map.Entry::getValue)
                .filter(other -> other.slaves().equals(share.slaves())
                        && other.master().equals(share.master())
                        && other.sharing().equals(share.sharing())
                        && other.value().length == share.value().length)
                .findFirst()
                .orElseThrow();
    }

    private static byte[] value(HubState.Stored share, Fault wrong) {
        byte[] value = share.value().clone();
        if (wrong == Fault.WRONG_SHARE) {
            // Each hub elsewhere: equal errors of two hubs may cancel each other out.
            value[share.index() % value.length] ^= 1;
        }
        return wrong == Fault.SHORT_SHARE ? Arrays.copyOf(value, value.length - 1) : value;
    }

    private static int index(HubState.Stored share, Fault wrong) {
        return switch (wrong) {
            case INDEX_254 -> 254;
            case INDEX_ZERO -> 0;
            // If two liars changed places, that might cancel out.
            case INDEX_OF_ANOTHER -> share.index() == 3 ? 4 : 3;
            default -> share.index();
        };
    }
}
