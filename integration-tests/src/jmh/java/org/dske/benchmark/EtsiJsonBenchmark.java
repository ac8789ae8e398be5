package org.dske.benchmark;

import jakarta.json.stream.JsonParser.Event;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dske.client.etsi014.KeyContainer;
import org.dske.json.JsonBody;
import org.dske.key.KeyId;
import org.dske.key.UserKey;
import org.dske.secret.SecretBytes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What encryptors get and send (ETSI GS QKD 014, 6.3 and 6.4), of one key and of as many as one request can have: messages a millisecond. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class EtsiJsonBenchmark {
    private static final int KEY_SIZE = 32;

    @Param({"1", "128"})
    private int number;

    private final SecureRandom random = new SecureRandom();
    private KeyContainer container;
    private byte[] request;

    @Setup
    public void makeKeys() {
        container = new KeyContainer(
                Stream.generate(() -> new UserKey(new KeyId(UUID.randomUUID()), SecretBytes.random(KEY_SIZE, random)))
                        .limit(number)
                        .toList());
        StringBuilder ids = new StringBuilder();
        for (int i = 0; i < number; i++) {
            ids.append(i == 0 ? "" : ",")
                    .append("{\"key_ID\":\"")
                    .append(UUID.randomUUID())
                    .append("\"}");
        }
        request = ("{\"key_IDs\":[" + ids + "]}").getBytes(StandardCharsets.UTF_8);
    }

    /** A key container. */
    @Benchmark
    public SecretBytes write() {
        return container.toJson();
    }

    /** The key IDs of Get key with key IDs, as texts. */
    @Benchmark
    public List<String> read() {
        List<String> ids = new ArrayList<>();
        try (JsonBody body = new JsonBody(request)) {
            while (body.hasNext()) {
                if (body.next() == Event.VALUE_STRING) {
                    ids.add(body.getString());
                }
            }
            body.requireEnd();
        }
        return ids;
    }
}
