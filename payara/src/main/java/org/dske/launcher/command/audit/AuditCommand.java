package org.dske.launcher.command.audit;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.stream.JsonCollectors;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dske.auditlog.AuditCheckpoint;
import org.dske.auditlog.AuditVerifier;
import org.dske.auditlog.AuditVerifier.Report;
import org.dske.error.InvalidException;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.LauncherException;
import org.dske.launcher.command.DskeCommand;
import org.dske.launcher.command.Output;
import org.dske.launcher.network.Network;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The audit logs of nodes. */
@Command(name = "audit", description = "Verifies the audit logs of nodes.")
public final class AuditCommand implements Runnable {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private DskeCommand parent;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    /**
     * What became of one log.
     *
     * @param name whose it is, or which files
     */
    private record Verified(String name, Report report) {
        String text() {
            return name + ": " + report.fault().map(Verified::text).orElseGet(this::good);
        }

        private static String text(AuditVerifier.Fault fault) {
            return fault.file() + ", line " + fault.line() + ": " + fault.reason();
        }

        private String good() {
            String unfinished =
                    report.incomplete() == 0 ? "" : ", and " + report.incomplete() + " bytes of a line that has no end";
            return report.lines() + " lines fit" + unfinished + "; the last is " + report.last();
        }

        JsonObject json() {
            JsonObjectBuilder json = Json.createObjectBuilder()
                    .add("name", name)
                    .add("good", report.isGood())
                    .add("node", report.node())
                    .add("lines", report.lines())
                    .add("last", report.last().toString())
                    .add("incomplete_bytes", report.incomplete());
            report.fault()
                    .ifPresent(fault -> json.add(
                            "fault",
                            Json.createObjectBuilder()
                                    .add("file", fault.file().toString())
                                    .add("line", fault.line())
                                    .add("reason", fault.reason())));
            return json.build();
        }
    }

    private static final class CheckpointConverter implements CommandLine.ITypeConverter<AuditCheckpoint> {
        @Override
        public AuditCheckpoint convert(String text) {
            try {
                return AuditCheckpoint.parse(text);
            } catch (InvalidException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what to do is missing: verify");
    }

    @Command(
            name = "verify",
            description =
                    "Says whether all lines of the audit logs of nodes are there, unaltered and in their order, and shows the last"
                            + " one: noted elsewhere, it can be expected to be there later. Without files those of all nodes"
                            + " that are started here, or of those that --hub and --client name."
                            + " The exit status is 0 only if nothing is wrong.")
    int verify(
            @Mixin Output output,
            @Parameters(
                            paramLabel = "FILE",
                            arity = "0..*",
                            description = "the files of one log, if it was moved now and then, the oldest first")
                    @Nullable
                    List<Path> files,
            @Option(
                            names = "--from",
                            paramLabel = "LINE:HASH",
                            converter = CheckpointConverter.class,
                            description = "the line that the first one follows, where the files before are not at hand")
                    @Nullable
                    AuditCheckpoint from,
            @Option(
                            names = "--expect",
                            paramLabel = "LINE:HASH",
                            converter = CheckpointConverter.class,
                            description =
                                    "a line that this command, or the status, has shown before: it has to be there")
                    @Nullable
                    AuditCheckpoint expect) {
        List<Verified> verified = files == null || files.isEmpty()
                ? ofNodes(from, expect)
                : List.of(verify(
                        files.stream().map(Path::toString).collect(Collectors.joining(", ")), files, from, expect));
        output.result(
                verified.stream().map(Verified::text).collect(Collectors.joining("\n")),
                Json.createObjectBuilder()
                        .add("logs", verified.stream().map(Verified::json).collect(JsonCollectors.toJsonArray()))
                        .build());
        return verified.stream().allMatch(each -> each.report().isGood()) ? 0 : ExitStatus.HERE.code();
    }

    private List<Verified> ofNodes(@Nullable AuditCheckpoint from, @Nullable AuditCheckpoint expect) {
        Network network = parent.network();
        List<Verified> verified = parent.namedHere(network.topology()).stream()
                .map(node -> verify(node.title(), List.of(network.audit(node)), from, expect))
                .toList();
        if (verified.size() > 1 && (from != null || expect != null)) {
            throw new LauncherException("--from and --expect are of one log: name its node, or its files");
        }
        return verified;
    }

    private static Verified verify(
            String name, List<Path> files, @Nullable AuditCheckpoint from, @Nullable AuditCheckpoint expect) {
        return new Verified(name, AuditVerifier.verify(files, Optional.ofNullable(from), Optional.ofNullable(expect)));
    }
}
