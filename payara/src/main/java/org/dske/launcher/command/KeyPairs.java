package org.dske.launcher.command;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.launcher.etsi.KeyPair;

/** Prints keys as both ends got them. */
final class KeyPairs {
    private KeyPairs() {}

    static void print(Output output, String master, String slave, List<KeyPair> pairs) {
        String lines = pairs.stream()
                .map(pair -> line("master", master, pair.master()) + "\n" + line("slave", slave, pair.slave()) + "\n"
                        + (pair.matches() ? "the keys match" : "THE KEYS DIFFER"))
                .collect(Collectors.joining("\n"));
        JsonArrayBuilder array = Json.createArrayBuilder();
        pairs.forEach(pair -> array.add(json(pair)));
        boolean match = pairs.stream().allMatch(KeyPair::matches);
        output.result(
                lines,
                Json.createObjectBuilder()
                        .add("master_SAE_ID", master)
                        .add("slave_SAE_ID", slave)
                        .add("match", match)
                        .add("pairs", array)
                        .build());
    }

    private static String line(String role, String encryptor, DeliveredKey key) {
        return String.format("%-6s %-8s key %s = %s", role, encryptor, key.id(), key.key());
    }

    private static JsonObject json(KeyPair pair) {
        return Json.createObjectBuilder()
                .add("master", pair.master().toJson())
                .add("slave", pair.slave().toJson())
                .add("match", pair.matches())
                .build();
    }
}
