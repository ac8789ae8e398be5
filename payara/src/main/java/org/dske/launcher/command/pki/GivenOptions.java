package org.dske.launcher.command.pki;

import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What was given on the command line, for messages that say what to call next. */
final class GivenOptions {
    private GivenOptions() {}

    /** The command pki with the options of the network and of the certificates, without its subcommand and the options of that. */
    static String of(CommandSpec spec) {
        StringBuilder network = new StringBuilder();
        StringBuilder certificates = new StringBuilder("pki ");
        for (CommandLine line : spec.root().commandLine().getParseResult().asCommandLineList()) {
            StringBuilder place = line.getCommandSpec().equals(spec.root()) ? network : certificates;
            line.getParseResult().matchedOptions().stream()
                    .filter(option -> line.getCommandSpec().parent() == null
                            || line.getCommandSpec().equals(spec)
                            || option.inherited())
                    .forEach(option -> place.append(again(option)));
        }
        return network.append(certificates).toString();
    }

    private static String again(OptionSpec option) {
        if (option.arity().max() == 0) {
            return option.longestName() + " ";
        }
        return option.originalStringValues().stream()
                .map(value -> option.longestName() + " "
                        + (option.longestName().equals("--password") ? "..." : quoted(value)) + " ")
                .collect(Collectors.joining());
    }

    /** As a shell takes it for one word. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=+,@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
