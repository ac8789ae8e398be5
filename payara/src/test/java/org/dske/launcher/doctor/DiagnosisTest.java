package org.dske.launcher.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.doctor.check.Finding;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final Finding GOOD = Finding.success("java", "new");
    private static final Finding SO_SO = Finding.warning("memory", "swap", "none");
    private static final Finding HERE = Finding.failure("ports", "taken", "stop it");
    private static final Finding THERE = Finding.failureOfNode("nodes", "down", "start it");

    @Test
    void warningsAreNoFailuresAndWhatIsWrongHereCountsFirst() {
        assertEquals(ExitStatus.OK, new Diagnosis(List.of(GOOD, SO_SO)).exitStatus());
        assertEquals(ExitStatus.OTHER_SIDE, new Diagnosis(List.of(THERE, GOOD)).exitStatus());
        assertEquals(ExitStatus.HERE, new Diagnosis(List.of(THERE, HERE)).exitStatus());
    }

    @Test
    void scriptsGetAllOfIt() {
        assertEquals(
                "{\"success\":1,\"warning\":0,\"failure\":1,\"findings\":["
                        + "{\"check\":\"java\",\"result\":\"success\",\"text\":\"new\"},"
                        + "{\"check\":\"ports\",\"result\":\"failure\",\"text\":\"taken\",\"advice\":\"stop it\"}]}",
                new Diagnosis(List.of(GOOD, HERE)).toJson().toString());
    }
}
