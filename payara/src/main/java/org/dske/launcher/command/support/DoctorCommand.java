package org.dske.launcher.command.support;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.launcher.Table;
import org.dske.launcher.command.Colour;
import org.dske.launcher.command.NetworkCommand;
import org.dske.launcher.doctor.Diagnosis;
import org.dske.launcher.doctor.Doctor;
import org.dske.launcher.doctor.check.Finding;
import org.dske.launcher.doctor.check.Finding.Result;
import org.dske.launcher.network.Network;
import picocli.CommandLine.Command;

/** Says what is wrong with a network, and what to do. */
@Command(
        name = "doctor",
        description =
                "Looks at nodes, whether they run or not, and at this machine: Java, ports, open files, certificates, clock, disk,"
                        + " stores, PSRD, randomness, memory, laboratory. The exit status is 0 unless there is a failure;"
                        + " warnings are none.")
public final class DoctorCommand extends NetworkCommand {
    @Override
    public Integer call() {
        Network network = parent.network();
        Diagnosis diagnosis = new Doctor(network, parent.named(network.topology()), parent.clock()).examine();
        String findings =
                Table.of(diagnosis.findings().stream().flatMap(this::rows).toList());
        output.result(
                findings + "\n"
                        + Stream.of(Result.values())
                                .map(result -> diagnosis.count(result) + " " + result.word())
                                .collect(Collectors.joining(", ")),
                diagnosis.toJson());
        return diagnosis.exitStatus().code();
    }

    /** What was found, and below it what to do. */
    private Stream<List<String>> rows(Finding finding) {
        List<String> found = List.of(
                output.coloured(colour(finding.result()), finding.result().word()), finding.check(), finding.text());
        return finding.advice().isEmpty()
                ? Stream.of(found)
                : Stream.of(found, List.of("", "", "-> " + finding.advice()));
    }

    private static Colour colour(Result result) {
        return switch (result) {
            case SUCCESS -> Colour.GREEN;
            case WARNING -> Colour.YELLOW;
            case FAILURE -> Colour.RED;
        };
    }
}
