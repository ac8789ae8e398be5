package org.dske.launcher.command.enrolment;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.stream.JsonCollectors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.dske.enrolment.EnrolmentPackage;
import org.dske.enrolment.SealedPackage;
import org.dske.enrolment.SplitPackage;
import org.dske.error.InvalidException;
import org.dske.json.JsonMessages;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.launcher.command.DskeCommand;
import org.dske.launcher.command.TimeSpan;
import org.dske.launcher.network.Network;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.dske.ledger.PeerName;
import org.dske.protocol.Resources;
import org.dske.protocol.enrolment.PackageRequest;
import org.dske.secret.SecretBytes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has a hub make enrolment packages. */
@Command(
        name = "enrol",
        description = {
            "Has a hub take a client in: makes a file with first PSRD for the two, which a courier carries to the client, where import"
                    + " takes it. It is good once.",
            "For a client that is enrolled it makes further PSRD, as psrd export does."
        })
public final class EnrolCommand extends PackageCommand {
    @Option(names = "--hub", paramLabel = "HUB", description = "the hub, or one of its machines, as NAME/INSTANCE")
    private @Nullable String hub;

    @Option(names = "--client", paramLabel = "CLIENT", description = "the client")
    private @Nullable String client;

    @Option(
            names = "--instance",
            paramLabel = "INSTANCE",
            description = "which of the machines that are the client (default: the only one)")
    private @Nullable String instance;

    @Option(
            names = "--encryptors",
            paramLabel = "SAE",
            split = ",",
            description = "the encryptors that the client may register (default: as the topology has it)")
    private List<String> encryptors = new ArrayList<>();

    @Option(
            names = "--psrd",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            defaultValue = "4MiB",
            description = "PSRD for each of the two pools (default: ${DEFAULT-VALUE})")
    private int psrd;

    @Option(
            names = "--valid",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            defaultValue = "7d",
            description = "for how long the package can be imported (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private Duration valid;

    @Option(names = "--out", paramLabel = "FILE", description = "the package's file, which must not be there")
    private @Nullable Path out;

    @Option(
            names = "--all",
            paramLabel = "DIRECTORY",
            description = "make packages of all hubs of the topology that run here, for all of its clients")
    private @Nullable Path all;

    @Option(names = "--plain", description = "do not seal it: who reads the file has the PSRD")
    private boolean plain;

    @Option(
            names = "--split",
            description = "write it as two files, FILE.1 and FILE.2, for two couriers: one alone says nothing")
    private boolean split;

    /** What is to be made. */
    private record Order(TopologyNode hub, PeerName client, List<String> encryptors, Path file) {}

    @Override
    public Integer call() {
        Network network = root().network();
        List<Order> orders = orders(network.topology());
        PackageFiles.prepare(
                orders.stream().flatMap(order -> files(order.file()).stream()).toList());
        char[] sealedBy = plain ? new char[0] : passphrase.choose();
        try {
            List<JsonObject> made =
                    orders.stream().map(order -> make(network, order, sealedBy)).toList();
            report(made, EnrolCommand::line);
        } finally {
            Arrays.fill(sealedBy, ' ');
        }
        return 0;
    }

    private static String line(JsonObject made) {
        return made.getJsonArray("files").stream()
                        .map(file -> ((JsonString) file).getString())
                        .collect(Collectors.joining(" and "))
                + ": for client " + made.getString("client") + ", of hub " + made.getString("hub")
                + ", to be imported until " + made.getString("expires")
                + "\n  words to compare: " + made.getString("words");
    }

    private List<Order> orders(Topology topology) {
        if (all != null) {
            if (hub != null || client != null || out != null || instance != null || !encryptors.isEmpty()) {
                throw usage(
                        "--all makes all packages: it goes with no --hub, --client, --instance, --encryptors or --out");
            }
            Path directory = all;
            return DskeCommand.here(topology.hubs()).stream()
                    .flatMap(node -> topology.clients().stream()
                            .map(to -> new Order(
                                    node,
                                    to.machine(),
                                    names(to.encryptors()),
                                    directory.resolve(node.directory() + "-" + to.directory() + ".dske"))))
                    .toList();
        }
        if (hub == null || client == null || out == null) {
            throw usage("--hub, --client and --out are needed, or --all");
        }
        try {
            PeerName to = PeerName.of(client, instance);
            List<TopologyNode> machines = topology.clients().stream()
                    .filter(each -> each.name().equals(to.name()))
                    .toList();
            requireMachine(to, machines);
            List<String> named = encryptors.isEmpty()
                    ? machines.stream()
                            .findFirst()
                            .map(each -> names(each.encryptors()))
                            .orElseThrow(
                                    () -> usage("client " + client + " is not in the topology: say its --encryptors"))
                    : encryptors;
            return List.of(new Order(hub(topology, hub), to, named, out));
        } catch (InvalidException e) {
            throw usage(e.getMessage());
        }
    }

    /** A package for a machine that there is not could be imported nowhere. A client that the topology does not have may be anything. */
    private static void requireMachine(PeerName client, List<TopologyNode> machines) {
        if (!machines.isEmpty()
                && machines.stream().noneMatch(each -> each.machine().equals(client))) {
            throw usage("in the topology client " + client.name() + " is "
                    + machines.stream().map(each -> each.machine().toString()).collect(Collectors.joining(" and "))
                    + ", and not " + client + ": see --instance");
        }
    }

    private static TopologyNode hub(Topology topology, String name) {
        TopologyNode node = DskeCommand.node(topology, name);
        if (!topology.hubs().contains(node)) {
            throw usage(name + " is no hub");
        }
        return node;
    }

    private static List<String> names(List<SaeId> encryptors) {
        return encryptors.stream().map(SaeId::name).toList();
    }

    private static LauncherException usage(String message) {
        return new LauncherException(message);
    }

    private List<Path> files(Path file) {
        return split
                ? List.of(
                        file.resolveSibling(file.getFileName() + ".1"), file.resolveSibling(file.getFileName() + ".2"))
                : List.of(file);
    }

    private JsonObject make(Network network, Order order, char[] sealedBy) {
        byte[] request = JsonMessages.write(new PackageRequest(
                order.client().name().name(),
                order.client().instance().isEmpty() ? null : order.client().instance(),
                order.encryptors(),
                psrd,
                valid.toSeconds()));
        try (SecretBytes made = SecretBytes.owning(
                        network.manage(order.hub(), "POST", Resources.PACKAGES, "application/json", request));
                EnrolmentPackage content = EnrolmentPackage.read(made.expose())) {
            List<Path> files = files(order.file());
            write(files, made, sealedBy);
            return Json.createObjectBuilder()
                    .add(
                            "files",
                            files.stream()
                                    .map(Path::toString)
                                    .map(Json::createValue)
                                    .collect(JsonCollectors.toJsonArray()))
                    .add("id", content.head().id().toString())
                    .add("hub", content.head().hub().name())
                    .add("client", content.head().client().peer().toString())
                    .add("expires", content.head().expires())
                    .add("words", content.words())
                    .build();
        }
    }

    private void write(List<Path> files, SecretBytes made, char[] sealedBy) {
        try (SecretBytes content = plain
                ? SecretBytes.copyOf(made.expose())
                : SecretBytes.owning(SealedPackage.seal(made, sealedBy, root().random()))) {
            if (!split) {
                PackageFiles.write(files.getFirst(), content.expose());
                return;
            }
            List<SecretBytes> parts = SplitPackage.split(content, root().random());
            for (int i = 0; i < parts.size(); i++) {
                try (SecretBytes part = parts.get(i)) {
                    PackageFiles.write(files.get(i), part.expose());
                }
            }
        }
    }
}
