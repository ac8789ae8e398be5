package org.dske.launcher.command.network;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.stream.JsonCollectors;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.dske.error.InvalidException;
import org.dske.key.SaeId;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.command.DskeCommand;
import org.dske.launcher.command.Output;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.launcher.etsi.EtsiClient;
import org.dske.launcher.etsi.KeyPair;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Encryptors at their clients, by ETSI GS QKD 014. */
@Command(name = "etsi-qkd", description = "Asks clients for keys like encryptors do, by ETSI GS QKD 014.")
public final class EtsiCommand implements Runnable {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private DskeCommand parent;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MASTER", description = "SAE ID of the encryptor that asks for a key first")
    private String master = "";

    @Parameters(index = "1", paramLabel = "SLAVE", description = "SAE ID of the encryptor that it shares the key with")
    private String slave = "";

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "what to do is missing: get-status, get-key, get-key-with-key-ids or get-key-pair");
    }

    @Command(name = "get-status", description = "The master asks its client for the status.")
    void getStatus(@Mixin Output output) {
        var status = etsi().status(sae(master), sae(slave));
        String lines = status.entrySet().stream()
                .map(entry -> String.format("%-20s %s", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n"));
        output.result(lines, status);
    }

    @Command(name = "get-key", description = "The master gets new keys from its client.")
    void getKey(@Mixin Output output, @Mixin KeyOptions options) {
        print(output, etsi().keys(sae(master), sae(slave), options.size(), options.number()));
    }

    @Command(name = "get-key-with-key-ids", description = "The slave gets keys from its client by their IDs.")
    void getKeyWithKeyIds(
            @Mixin Output output, @Parameters(paramLabel = "KEY_ID", arity = "1..*") List<String> keyIds) {
        print(output, etsi().keysWithIds(sae(master), sae(slave), keyIds));
    }

    @Command(
            name = "get-key-pair",
            description = "The master gets keys, the slave gets the same; shows whether they match.")
    int getKeyPair(@Mixin Output output, @Mixin KeyOptions options) {
        return printPairs(
                output,
                sae(master),
                sae(slave),
                etsi().keyPair(sae(master), sae(slave), options.size(), options.number()));
    }

    private EtsiClient etsi() {
        return parent.network().encryptors();
    }

    private SaeId sae(String text) {
        try {
            return new SaeId(text);
        } catch (InvalidException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static void print(Output output, List<DeliveredKey> keys) {
        JsonArray array = keys.stream().map(DeliveredKey::toJson).collect(JsonCollectors.toJsonArray());
        String lines = keys.stream()
                .map(key -> "key_ID  " + key.id() + "\nkey     " + key.key())
                .collect(Collectors.joining("\n"));
        output.result(lines, Json.createObjectBuilder().add("keys", array).build());
    }

    /** Prints keys as both ends got them; the exit status is 0 only if they match. */
    static int printPairs(Output output, SaeId master, SaeId slave, List<KeyPair> pairs) {
        JsonArray array = pairs.stream().map(KeyPair::toJson).collect(JsonCollectors.toJsonArray());
        boolean match = pairs.stream().allMatch(KeyPair::matches);
        output.result(
                pairs.stream()
                        .map(pair -> line("master", master, pair.master()) + "\n" + line("slave", slave, pair.slave())
                                + "\n" + (pair.matches() ? "the keys match" : "THE KEYS DIFFER"))
                        .collect(Collectors.joining("\n")),
                Json.createObjectBuilder()
                        .add("master_SAE_ID", master.name())
                        .add("slave_SAE_ID", slave.name())
                        .add("match", match)
                        .add("pairs", array)
                        .build());
        return match ? 0 : ExitStatus.OTHER_SIDE.code();
    }

    private static String line(String role, SaeId encryptor, DeliveredKey key) {
        return String.format("%-6s %-8s key %s = %s", role, encryptor, key.id(), key.key());
    }

    /** What keys are asked for. */
    static final class KeyOptions {
        @Option(names = "--size", paramLabel = "BITS", description = "bits of a key (default: the client's)")
        private @Nullable Integer size;

        @Option(names = "--number", paramLabel = "N", description = "how many keys (default: 1)")
        private @Nullable Integer number;

        OptionalInt size() {
            return size == null ? OptionalInt.empty() : OptionalInt.of(size);
        }

        OptionalInt number() {
            return number == null ? OptionalInt.empty() : OptionalInt.of(number);
        }
    }
}
