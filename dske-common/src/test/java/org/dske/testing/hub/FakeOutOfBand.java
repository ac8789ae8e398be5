package org.dske.testing.hub;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** The side of a {@link FakeHub} that stands in for the courier. */
final class FakeOutOfBand {
    private final FakeHub hub;
    private final HubState state;

    FakeOutOfBand(FakeHub hub, HubState state) {
        this.hub = hub;
        this.state = state;
    }

    Wire.Answer answer(Call call, Fault wrong) {
        if (wrong == Fault.NULL_BODY) {
            return new Wire.Answer(200, "null", false);
        }
        if (wrong == Fault.GARBAGE) {
            return new Wire.Answer(200, "[\"hub_name", false);
        }
        if (wrong == Fault.ENDLESS) {
            return new Wire.Answer(200, Wire.ENDLESS, false);
        }
        if (wrong == Fault.DRY) {
            return Wire.error(503, "not now", false);
        }
        synchronized (state) {
            return switch (call.what()) {
                case "PUT registration" -> register(Wire.json(call.body()));
                case "DELETE registration" -> {
                    state.clients.remove(call.parameter("client_name"));
                    yield new Wire.Answer(200, Wire.object(), false);
                }
                case "GET psrd" -> psrd(call);
                default -> Wire.error(404, "no such resource", false);
            };
        }
    }

    /** In band, too, for a client that is enrolled. */
    Wire.Answer register(JsonObject message) {
        String client = message.getString("client_name");
        Set<String> encryptors = new HashSet<>();
        message.getJsonArray("encryptor_names")
                .getValuesAs(JsonString.class)
                .forEach(encryptor -> encryptors.add(encryptor.getString()));
        if (hub.number != 0 && hub.number != message.getInt("hub_number", hub.number)) {
            return Wire.error(
                    409, "you know me by " + message.getInt("hub_number") + ", and others by " + hub.number, false);
        }
        HubState.Registered before = state.clients.get(client);
        String suite = pick(message);
        if (suite.isEmpty()) {
            return Wire.error(400, "suites has none that is known here", false);
        }
        HubState.Registered registered = new HubState.Registered(client, encryptors, suite);
        registered.bestSuite = offers(message, "its") ? "its" : "classic";
        Set<UUID> known = new HashSet<>();
        if (before != null && hub.answersKnownBlocks && message.containsKey("known_blocks")) {
            message.getJsonArray("known_blocks")
                    .getValuesAs(JsonString.class)
                    .forEach(uuid -> known.add(UUID.fromString(uuid.getString())));
            registered.clientPool.putAll(before.clientPool);
            registered.hubPool.putAll(before.hubPool);
            registered.clientPool.keySet().retainAll(known);
            registered.hubPool.keySet().retainAll(known);
        }
        state.clients.put(client, registered);
        JsonObjectBuilder answer = Wire.object().add("hub_name", hub.callsItself);
        if (hub.answersKnownBlocks) {
            JsonArrayBuilder held = Wire.array();
            registered.clientPool.keySet().forEach(uuid -> held.add(uuid.toString()));
            registered.hubPool.keySet().forEach(uuid -> held.add(uuid.toString()));
            answer.add("known_blocks", held);
        }
        if (!hub.insistsOn.isEmpty() || (message.containsKey("suites") && hub.suites.contains("its"))) {
            answer.add("suite", hub.insistsOn.isEmpty() ? suite : hub.insistsOn);
        }
        if (hub.foreign) {
            answer.add("motto", "ex nihilo");
        }
        return new Wire.Answer(200, answer, false);
    }

    /** The first suite on the client's list that the hub speaks, if it knows that there are several; empty if there is none. */
    private String pick(JsonObject message) {
        if (!message.containsKey("suites") || !hub.suites.contains("its")) {
            return hub.suites.contains("classic") ? "classic" : "";
        }
        return message.getJsonArray("suites").getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .filter(hub.suites::contains)
                .findFirst()
                .orElse("");
    }

    private static boolean offers(JsonObject message, String suite) {
        return message.containsKey("suites")
                && message.getJsonArray("suites").getValuesAs(JsonString.class).stream()
                        .anyMatch(offered -> offered.getString().equals(suite));
    }

    private Wire.Answer psrd(Call call) {
        HubState.Registered client = state.clients.get(call.parameter("client_name"));
        if (client == null) {
            return Wire.error(400, "the client is not registered", false);
        }
        HubState.Shared block = new HubState.Shared(Integer.parseInt(call.parameter("size")));
        (call.parameter("pool_owner").equals("client") ? client.clientPool : client.hubPool).put(block.uuid, block);
        return new Wire.Answer(
                200,
                Wire.object()
                        .add("block_uuid", block.uuid.toString())
                        .add("data", Base64.getEncoder().encodeToString(block.data)),
                false);
    }
}
