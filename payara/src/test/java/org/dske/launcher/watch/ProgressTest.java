package org.dske.launcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.dske.launcher.network.NodeState;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyReader;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Topology TOPOLOGY = TopologyReader.parse("topology.yaml", """
            k: 2
            hubs: [{name: hank}, {name: hugo}]
            clients: [{name: carol, encryptors: [sam]}]
            """);
    private static final String CAROL = """
            {"name": "carol", "ready": true, "threshold": 2, "hubs": [
              {"name": "hank", "ready": true, "state": "registered", "wrong_shares": 2, "disputed_shares": 1,
               "unverified_answers": 0, "pools": [{"name": "hank/client", "unused": 2048, "days_left": 3.25}]},
              {"name": "hugo", "ready": true, "state": "registered", "wrong_shares": 0, "unverified_answers": 4,
               "pools": [{"name": "hugo/client", "unused": 1024}]}]}""";

    private static NodeView hub(int index) {
        return NodeView.of(
                new NodeState(TOPOLOGY.hubs().get(index), Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.empty());
    }

    private static NodeView carol(long keys) {
        JsonObject status = Json.createReader(new StringReader(CAROL)).readObject();
        return NodeView.of(
                new NodeState(TOPOLOGY.clients().getFirst(), Optional.empty(), Optional.of(status), Optional.empty()),
                Optional.of("# TYPE dske_keys_established_total counter\ndske_keys_established_total " + keys + "\n"));
    }

    private static Snapshot at(Duration time, long keys) {
        return new Snapshot(time.toNanos(), List.of(hub(0), hub(1), carol(keys)));
    }

    @Test
    void keysCountFromOneMomentToTheNext() {
        Progress progress = new Progress(at(Duration.ofSeconds(10), 100), at(Duration.ofSeconds(14), 130));
        assertEquals("1 of 3 ready, 7.5 keys/s, least PSRD 1.0 KiB (carol) for 3.3 days, 7 faults", progress.toLine());
        assertEquals(
                """
                NAME   TYPE    STATE    KEYS/S  PSRD LEFT  DAYS LEFT  FAULTS  LACKS
                hank   hub     stopped  -       -          -          -
                hugo   hub     stopped  -       -          -          -
                carol  client  *ready*  7.5     1.0 KiB    3.3        7
                """ + progress.toLine(), progress.toTable((state, word) -> state.isReady() ? "*" + word + "*" : word));
        assertEquals(
                "{\"ready\":false,\"faults\":7,\"keys_per_second\":7.5,\"nodes\":["
                        + "{\"name\":\"hank\",\"type\":\"hub\",\"state\":\"stopped\",\"faults\":0,\"lacks\":[]},"
                        + "{\"name\":\"hugo\",\"type\":\"hub\",\"state\":\"stopped\",\"faults\":0,\"lacks\":[]},"
                        + "{\"name\":\"carol\",\"type\":\"client\",\"state\":\"ready\",\"faults\":7,\"lacks\":[],"
                        + "\"keys_per_second\":7.5,\"psrd_left\":1024,\"days_left\":3.25}]}",
                progress.toJson().toString());
    }

    @Test
    void thereIsNoRateAtTheFirstMomentNorOfAClientThatWasStartedAgain() {
        assertEquals(
                "1 of 3 ready, - keys/s, least PSRD 1.0 KiB (carol) for 3.3 days, 7 faults",
                new Progress(null, at(Duration.ZERO, 100)).toLine());
        assertFalse(new Progress(at(Duration.ZERO, 100), at(Duration.ofSeconds(1), 3))
                .toJson()
                .containsKey("keys_per_second"));
    }
}
