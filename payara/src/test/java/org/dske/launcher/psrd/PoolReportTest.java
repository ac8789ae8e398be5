package org.dske.launcher.psrd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import org.dske.launcher.JsonHttp;
import org.dske.launcher.network.NodeState;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolReportTest {
    private static final Topology TOPOLOGY = TopologyReader.parse(
            "topology.yaml",
            "{k: 2, hubs: [{name: hank}, {name: helen}], clients: [{name: carol, encryptors: [sam]}]}");

    private static List<PoolReport> reports(String peers, String peer) {
        String status = "{\"%s\":[%s]}".formatted(peers, peer);
        return PoolReport.of(new NodeState(
                        TOPOLOGY.nodes().getLast(), Optional.empty(), JsonHttp.object(status), Optional.empty()))
                .toList();
    }

    private static String peer(String members, String pool) {
        return "{\"name\":\"hank\",%s,\"pools\":[{\"name\":\"hank/client\",%s,\"blocks\":[{},{}]}]}"
                .formatted(members, pool);
    }

    @Test
    void aPoolIsARowAndAnObject() {
        PoolReport report = reports(
                        "hubs",
                        peer(
                                "\"state\":\"registered\",\"keys_left\":77",
                                "\"unused\":1610612736,\"stored\":1048576,\"in_memory\":1023,\"low\":false,\"refused\":0,"
                                        + "\"used_per_day\":2048,\"days_left\":3.14"))
                .getFirst();
        assertEquals(
                List.of("carol", "hank/client", "1.5 GiB", "1.0 MiB", "1023 B", "2", "77", "2.0 KiB", "3.1"),
                report.row());
        assertEquals(List.of("carol", "hank/client", "good", "3.1"), report.healthRow());
        assertEquals(77, report.json().getInt("keys_left"));
        assertEquals(2, report.json().getInt("block_count"));
        assertFalse(report.json().containsKey("blocks"));
    }

    @Test
    void whatANodeDoesNotSayIsADash() {
        PoolReport report = reports("clients", peer("\"state\":\"registered\"", "\"unused\":1"))
                .getFirst();
        assertEquals(List.of("carol", "hank/client", "1 B", "-", "-", "2", "-", "-", "-"), report.row());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "registered  | 5 | 0 | false | good",
                "known       | 5 | 0 | false | good",
                "registered  | 5 | 0 | true  | low: a block is due",
                "registered  | 0 | 0 | true  | empty",
                "registered  | 5 | 2 | false | 2 allocations refused: they skipped more than can have been lost",
                "unreachable | 0 | 0 | true  | the peer cannot be reached: no answer",
            })
    void thePoolsHealthIsWhatIsWrongFirstOfAll(String state, int unused, int refused, boolean low, String health) {
        PoolReport report = reports(
                        "clients",
                        peer(
                                "\"state\":\"" + state + "\"",
                                "\"unused\":%d,\"refused\":%d,\"low\":%s".formatted(unused, refused, low)))
                .getFirst();
        assertEquals(health, report.healthRow().get(2));
        assertEquals(health.equals("good"), report.isWell());
    }
}
