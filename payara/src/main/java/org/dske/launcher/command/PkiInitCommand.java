package org.dske.launcher.command;

import java.util.List;
import java.util.stream.Collectors;
import org.dske.launcher.pki.CertificateEntry;
import org.dske.launcher.pki.CertificateStatus;
import org.dske.launcher.pki.KeyType;
import org.dske.launcher.pki.Pki;
import org.dske.launcher.pki.Terms;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Makes a CA. */
@Command(name = "init", description = "Makes a CA.")
final class PkiInitCommand implements Runnable {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private PkiCommand parent;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--name",
            defaultValue = Pki.CA_NAME,
            description = "the CA's common name (default: ${DEFAULT-VALUE})")
    private String name = Pki.CA_NAME;

    @Option(
            names = "--days",
            defaultValue = "" + Terms.CA_DAYS,
            description = "how long it is valid (default: ${DEFAULT-VALUE})")
    private int days;

    @Option(names = "--key-type", defaultValue = "EC", description = "ec (P-256, the default) or rsa (3072 bits)")
    private KeyType keyType = KeyType.EC;

    @Option(names = "--force", description = "replace the CA that is there: its certificates are then worth nothing")
    private boolean force;

    @Override
    public void run() {
        Pki pki = parent.pki();
        CertificateEntry authority = pki.init(name, new Terms(keyType, days), force);
        CertificateList.print(output, List.of(authority));
        long foreign = pki.list().stream()
                .filter(entry -> entry.status() == CertificateStatus.FOREIGN_CA)
                .count();
        if (foreign > 0) {
            output.progress(
                    foreign + " certificates are of another CA now: ./dske " + where() + "renew --all makes them anew");
        }
    }

    /** The options that were given in front of this command, or could have been, as they are to be given again. */
    private String where() {
        StringBuilder network = new StringBuilder();
        StringBuilder certificates = new StringBuilder("pki ");
        for (CommandLine line : spec.root().commandLine().getParseResult().asCommandLineList()) {
            StringBuilder place = line.getCommandSpec().equals(spec.root()) ? network : certificates;
            line.getParseResult().matchedOptions().stream()
                    .filter(option -> !line.getCommandSpec().equals(spec) || option.inherited())
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
