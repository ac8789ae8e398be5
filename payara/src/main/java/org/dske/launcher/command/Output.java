package org.dske.launcher.command;

import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.function.Supplier;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * Where a command's output goes: lines for people, or one JSON object for scripts, on the standard output; progress that is not
 * the result goes to the standard error output when the result is JSON.
 */
public final class Output {
    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    @Option(names = "--json", description = "print one JSON object, for scripts")
    private boolean json;

    public void progress(String line) {
        PrintWriter writer =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        writer.println(line);
        writer.flush();
    }

    /** Whether the result is for scripts. */
    public boolean isJson() {
        return json;
    }

    /** A text in a colour, where the output is a terminal that takes colours. */
    public String coloured(Colour colour, String text) {
        return spec.commandLine().getColorScheme().ansi().enabled() && !json
                ? Ansi.Style.on(colour.style()) + text + Ansi.Style.off(colour.style())
                : text;
    }

    /** Prints the result for scripts, where people have been told all by progress. */
    public void json(Supplier<JsonObject> object) {
        if (json) {
            result("", object.get());
        }
    }

    /** Prints the result in one of its two forms. */
    public void result(String text, JsonObject object) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? object.toString() : Objects.requireNonNull(text));
        out.flush();
    }
}
