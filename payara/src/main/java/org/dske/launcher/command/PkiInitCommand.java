package org.dske.launcher.command;

import java.util.List;
import org.dske.launcher.pki.CertificateEntry;
import org.dske.launcher.pki.CertificateStatus;
import org.dske.launcher.pki.KeyType;
import org.dske.launcher.pki.Pki;
import org.dske.launcher.pki.Terms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Makes a CA. */
@Command(name = "init", description = "Makes a CA.")
final class PkiInitCommand implements Runnable {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private PkiCommand parent;

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
            output.progress(foreign + " certificates are of another CA now: ./dske pki renew --all makes them anew");
        }
    }
}
