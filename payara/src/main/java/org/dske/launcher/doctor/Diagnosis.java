package org.dske.launcher.doctor;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.stream.JsonCollectors;
import java.util.List;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.doctor.check.Finding;
import org.dske.launcher.doctor.check.Finding.Result;

/**
 * What was found.
 *
 * @param findings in the order of the checks
 */
public record Diagnosis(List<Finding> findings) {
    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /** That something is wrong here, if it is; else at the other side, if it is. Warnings are not wrong. */
    public ExitStatus exitStatus() {
        List<ExitStatus> sides = findings.stream().map(Finding::side).toList();
        if (sides.contains(ExitStatus.HERE)) {
            return ExitStatus.HERE;
        }
        return sides.contains(ExitStatus.OTHER_SIDE) ? ExitStatus.OTHER_SIDE : ExitStatus.OK;
    }

    /** How many findings have a result. */
    public long count(Result result) {
        return findings.stream().filter(finding -> finding.result() == result).count();
    }

    /** For scripts: how many of each result, and each finding with {@code check}, {@code result}, {@code text} and, if there is something to do, {@code advice}. */
    public JsonObject toJson() {
        return Json.createObjectBuilder()
                .add("success", count(Result.SUCCESS))
                .add("warning", count(Result.WARNING))
                .add("failure", count(Result.FAILURE))
                .add("findings", findings.stream().map(Diagnosis::json).collect(JsonCollectors.toJsonArray()))
                .build();
    }

    private static JsonObject json(Finding finding) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("check", finding.check())
                .add("result", finding.result().word())
                .add("text", finding.text());
        if (!finding.advice().isEmpty()) {
            json.add("advice", finding.advice());
        }
        return json.build();
    }
}
