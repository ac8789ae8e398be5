package org.dske.launcher.command.enrolment;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dske.enrolment.EnrolmentPackage;
import org.dske.enrolment.SealedPackage;
import org.dske.error.InvalidException;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.JsonHttp;
import org.dske.launcher.LauncherException;
import org.dske.launcher.network.Network;
import org.dske.launcher.topology.TopologyNode;
import org.dske.ledger.PeerName;
import org.dske.protocol.Resources;
import org.dske.secret.SecretBytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives packages to the clients that they are for. */
@Command(
        name = "import",
        description =
                "Gives packages, which a courier has brought, to the clients that they are for, and wipes the files. A package is"
                        + " good once; compare the words with those that the hub's operator has.")
public final class ImportCommand extends PackageCommand {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "packages, each in one file; or the two parts of one that was split")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--keep", description = "do not wipe the files")
    private boolean keep;

    @Override
    public Integer call() {
        Network network = root().network();
        List<PackageFiles.Found> found = PackageFiles.read(files);
        char[] sealedBy = found.stream().anyMatch(PackageFiles.Found::isSealed) ? passphrase.ask() : new char[0];
        try {
            List<JsonObject> imported =
                    found.stream().map(each -> take(network, each, sealedBy)).toList();
            report(imported, ImportCommand::line);
        } finally {
            Arrays.fill(sealedBy, ' ');
        }
        return 0;
    }

    private static String line(JsonObject imported) {
        return "client " + imported.getString("client") + " has " + imported.getJsonNumber("client_bytes") + " and "
                + imported.getJsonNumber("hub_bytes") + " more bytes of PSRD that it shares with hub "
                + imported.getString("hub") + "\n  words to compare: " + imported.getString("words");
    }

    private JsonObject take(Network network, PackageFiles.Found found, char[] sealedBy) {
        try (SecretBytes content = found.content();
                SecretBytes file = found.isSealed()
                        ? SealedPackage.open(content.expose(), sealedBy)
                        : SecretBytes.copyOf(content.expose());
                EnrolmentPackage given = EnrolmentPackage.read(file.expose())) {
            PeerName client = given.head().client().peer();
            byte[] answer = network.manage(
                    client(network, client), "POST", Resources.PACKAGES, "application/octet-stream", file.expose());
            if (!keep) {
                found.files().forEach(PackageFiles::wipe);
            }
            JsonObject report = JsonHttp.object(new String(answer, StandardCharsets.UTF_8))
                    .orElseThrow(() -> new LauncherException(
                            ExitStatus.OTHER_SIDE, "client " + client + " answers something else than JSON"));
            return Json.createObjectBuilder(report)
                    .add("client", client.toString())
                    .build();
        } catch (InvalidException e) {
            throw new LauncherException("the package " + found.title() + " " + e.getMessage());
        }
    }

    private static TopologyNode client(Network network, PeerName client) {
        return network.topology().clients().stream()
                .filter(node -> node.machine().equals(client))
                .findFirst()
                .orElseThrow(() -> new LauncherException(
                        "the package is for client " + client + ", which is not in the topology"));
    }
}
