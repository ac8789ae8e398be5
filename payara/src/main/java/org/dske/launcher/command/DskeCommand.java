package org.dske.launcher.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dske.key.NodeName;
import org.dske.launcher.LauncherException;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NodeProbe;
import org.dske.launcher.server.Installation;
import org.dske.launcher.server.StateDirectory;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.dske.launcher.topology.TopologyReader;
import org.dske.pki.KeyStorePassword;
import org.dske.pki.Pki;
import org.dske.pki.PkiDirectory;
import org.dske.store.NodeStore;
import org.dske.store.StoreSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself: what network, and which of its nodes. */
@Command(name = "dske", description = "Starts, stops and tries out networks of hubs and clients.")
public final class DskeCommand implements Runnable {
    /** The system property by which the script tells where the project is, or the archive that it stands in. */
    static final String HOME_PROPERTY = "dske.home";

    /** The system property by which the script tells where what was built is. */
    private static final String INSTALLATION_PROPERTY = "dske.installation";

    private final Clock clock;
    private final SecureRandom random;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    @Option(names = "--topology", paramLabel = "FILE", description = "the network (default: topology.yaml)")
    private @Nullable Path topologyFile;

    @Option(
            names = "--client",
            paramLabel = "NAME",
            description = "only this client, or one of its machines, as NAME/INSTANCE; may be repeated")
    private List<String> clients = new ArrayList<>();

    @Option(
            names = "--hub",
            paramLabel = "NAME",
            description = "only this hub, or one of its machines, as NAME/INSTANCE; may be repeated")
    private List<String> hubs = new ArrayList<>();

    @Option(
            names = "--state-directory",
            paramLabel = "DIRECTORY",
            description = "where logs and pid files are (default: target/dske of the project)")
    private @Nullable Path stateDirectory;

    @Option(
            names = "--pki-dir",
            paramLabel = "DIRECTORY",
            description = "where the certificates are (default: what the topology says, else pki of the project)")
    private @Nullable Path pkiDirectory;

    @Option(
            names = "--admin",
            paramLabel = "NAME",
            description = "show this administrator's certificate, in place of tokens, where the management interface"
                    + " of a node is reached over TLS",
            converter = NodeNameConverter.class)
    private @Nullable NodeName administrator;

    @Option(
            names = "--pki-password-file",
            paramLabel = "FILE",
            description =
                    "a file whose first line is the password of the PKCS#12 files (default: password in that directory, made at random)")
    private @Nullable Path pkiPasswordFile;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "show this help and exit")
    @SuppressWarnings("UnusedVariable") // Picocli acts on it.
    private boolean help;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "say which Java is used, and which are passed over")
    @SuppressWarnings("UnusedVariable") // The script acts on it.
    private boolean verbose;

    @Option(names = "--version", versionHelp = true, description = "show the version and exit")
    @SuppressWarnings("UnusedVariable") // Picocli acts on it.
    private boolean version;

    private static final class NodeNameConverter implements CommandLine.ITypeConverter<NodeName> {
        @Override
        public NodeName convert(String text) {
            if (!NodeName.isAllowed(text)) {
                throw new CommandLine.TypeConversionException("'" + text + "' is no name of an administrator");
            }
            return new NodeName(text);
        }
    }

    public DskeCommand(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing, such as start, stop, status or demo");
    }

    /** What a node keeps, as the program's clock and random numbers have it. */
    public NodeStore open(StoreSettings settings) {
        return NodeStore.open(settings, clock, random);
    }

    /** The program's clock. */
    public Clock clock() {
        return clock;
    }

    /** The program's random numbers. */
    public SecureRandom random() {
        return random;
    }

    public Network network() {
        Topology topology = topology();
        Path state =
                stateDirectory == null ? home().resolve("target").resolve("dske") : stateDirectory.toAbsolutePath();
        Pki pki = pki(pkiDirectory(Optional.of(topology)), pkiPassword());
        return new Network(
                topology,
                realPath(topologyFile()),
                new StateDirectory(state.normalize()),
                new NodeProbe(
                        pki,
                        Optional.ofNullable(administrator),
                        topology.clients().stream().map(TopologyNode::name).findFirst()),
                pki);
    }

    public Topology topology() {
        return TopologyReader.read(topologyFile());
    }

    private Path topologyFile() {
        return topologyFile == null ? inHome("topology.yaml") : topologyFile;
    }

    private static Path realPath(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw new LauncherException("cannot read " + file);
        }
    }

    /** The network, or nothing if none is named and the project has none. */
    public Optional<Topology> topologyIfAny() {
        return topologyFile == null && !Files.exists(topologyFile()) ? Optional.empty() : Optional.of(topology());
    }

    /** Where certificates are: as the command line, the topology or the project has it. */
    public PkiDirectory pkiDirectory(Optional<Topology> topology) {
        return new PkiDirectory(
                pkiDirectory != null
                        ? pkiDirectory
                        : topology.flatMap(Topology::pki).orElseGet(() -> inHome("pki")));
    }

    public Pki pki(PkiDirectory where, Optional<KeyStorePassword> password) {
        return new Pki(where, password, clock, random);
    }

    /** The password that was given, if one was. */
    public Optional<KeyStorePassword> pkiPassword() {
        return Optional.ofNullable(pkiPasswordFile).map(KeyStorePassword::read);
    }

    /** A file of the project, as the user would name it. */
    static Path inHome(String name) {
        return shortened(home().resolve(name));
    }

    /** The nodes that the command line names, or all if it names none, in the topology's order. */
    public List<TopologyNode> named(Topology topology) {
        List<TopologyNode> named = new ArrayList<>();
        hubs.forEach(name -> named.addAll(find(topology.hubs(), "hub", name)));
        clients.forEach(name -> named.addAll(find(topology.clients(), "client", name)));
        return topology.nodes().stream()
                .filter(node -> named.isEmpty() || named.contains(node))
                .toList();
    }

    /** A machine of the network, of a hub or a client. */
    public static TopologyNode node(Topology topology, String name) {
        List<TopologyNode> found = find(topology.nodes(), "node", name);
        if (found.size() > 1) {
            throw new LauncherException(name + " has several machines: name one of " + machines(found));
        }
        return found.getFirst();
    }

    /** All machines of a node, or the one that is named. */
    private static List<TopologyNode> find(List<TopologyNode> known, String type, String name) {
        List<TopologyNode> found = known.stream()
                .filter(node ->
                        List.of(node.name().name(), node.machine().toString()).contains(name))
                .toList();
        if (found.isEmpty()) {
            throw new LauncherException(
                    "there is no " + type + " '" + name + "' in the topology; there are " + machines(known));
        }
        return found;
    }

    private static String machines(List<TopologyNode> nodes) {
        return nodes.stream().map(node -> node.machine().toString()).collect(Collectors.joining(", "));
    }

    /** Those that are started and stopped here. */
    public List<TopologyNode> namedHere(Topology topology) {
        List<TopologyNode> nodes = named(topology);
        if (!hubs.isEmpty() || !clients.isEmpty()) {
            nodes.stream().filter(TopologyNode::isElsewhere).findFirst().ifPresent(node -> {
                throw new LauncherException(
                        node.title() + " runs elsewhere, at " + node.url() + ": not started or stopped here");
            });
        }
        return here(nodes);
    }

    public static List<TopologyNode> here(List<TopologyNode> nodes) {
        List<TopologyNode> here =
                nodes.stream().filter(node -> !node.isElsewhere()).toList();
        if (here.isEmpty()) {
            throw new LauncherException("no node of the topology is started here");
        }
        return here;
    }

    /** What was built. */
    public Installation installation() {
        String directory = System.getProperty(INSTALLATION_PROPERTY);
        return new Installation(directory == null ? home().resolve("payara").resolve("target") : Path.of(directory));
    }

    /** The directory of the project, or of an unpacked archive. */
    public static Path home() {
        return Path.of(System.getProperty(HOME_PROPERTY, ".")).toAbsolutePath().normalize();
    }

    /** The file as the user would name it, for messages. */
    private static Path shortened(Path file) {
        Path here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }
}
