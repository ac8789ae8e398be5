package org.dske.launcher.command.enrolment;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.stream.JsonCollectors;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dske.launcher.command.DskeCommand;
import org.dske.launcher.command.Output;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What is done with packages; its result is the exit status. It is a command of its own, and one of {@code psrd}. */
abstract class PackageCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    @Mixin
    private Output output = new Output();

    @Mixin
    final Passphrase passphrase = new Passphrase();

    final DskeCommand root() {
        return (DskeCommand) spec.root().userObject();
    }

    /** Says what has become of each package, in a line or two for people. */
    final void report(List<JsonObject> packages, Function<JsonObject, String> line) {
        output.result(
                packages.stream().map(line).collect(Collectors.joining("\n")),
                Json.createObjectBuilder()
                        .add("packages", packages.stream().collect(JsonCollectors.toJsonArray()))
                        .build());
    }
}
