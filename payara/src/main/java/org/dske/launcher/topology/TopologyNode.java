package org.dske.launcher.topology;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.PeerName;

/**
 * One machine of a topology: a node, or one of several that are the same node.
 *
 * @param type hub or client
 * @param name the node's name, unique in the topology but for the machines that are the same node
 * @param instance which of these it is; empty if it is the only one
 * @param url its base URL, without a slash at the end
 * @param port the port that it is started on; empty if it runs elsewhere
 * @param encryptors a client's encryptors
 * @param settings the settings that the topology gives it
 * @param tls whether a client serves encryptors over HTTPS, or a hub clients
 * @param number the number that all clients know a hub by; empty for a client
 * @param classic whether clients let a hub speak the suite {@code classic}
 */
public record TopologyNode(
        NodeType type,
        NodeName name,
        String instance,
        URI url,
        OptionalInt port,
        List<SaeId> encryptors,
        Map<Setting, String> settings,
        boolean tls,
        OptionalInt number,
        boolean classic) {
    /** How far a node's HTTPS port is above its HTTP port. */
    public static final int HTTPS_OFFSET = 100;
    /** How far the port of the management interface is above the HTTP port, outside of a laboratory. */
    static final int MANAGEMENT_OFFSET = 200;

    public TopologyNode {
        encryptors = List.copyOf(encryptors);
        settings = Map.copyOf(settings);
    }

    /** The only machine of a node that is not a hub with a number of its own: a client, or a hub whose number is its place among the hubs. */
    public TopologyNode(
            NodeType type,
            NodeName name,
            URI url,
            OptionalInt port,
            List<SaeId> encryptors,
            Map<Setting, String> settings,
            boolean tls) {
        this(type, name, "", url, port, encryptors, settings, tls, OptionalInt.empty(), false);
    }

    /** The same node with other settings. */
    public TopologyNode with(Map<Setting, String> others) {
        return new TopologyNode(type, name, instance, url, port, encryptors, others, tls, number, classic);
    }

    /** Which machine it is, such as {@code hank}, or {@code hank/a} if the node has several. */
    public PeerName machine() {
        return new PeerName(name, instance);
    }

    /** The name of its directory, which no other machine of the topology has: such as {@code hank}, or {@code hank-a}. */
    public String directory() {
        return directory(name, instance);
    }

    static String directory(NodeName name, String instance) {
        return instance.isEmpty() ? name.name() : name + "-" + instance;
    }

    /** Its settings as the node reads them, but for what follows from the topology. */
    public Settings configuration() {
        return new Settings(
                name,
                settings.entrySet().stream()
                        .collect(Collectors.toMap(setting -> setting.getKey().key(), Map.Entry::getValue)));
    }

    /** The context path that the node's application is deployed at, such as {@code /hub/hank}. */
    public String contextPath() {
        return "/" + type.word() + "/" + name;
    }

    /** The port that encryptors, or clients, are served on over HTTPS: its HTTP port plus {@value #HTTPS_OFFSET}; empty without TLS. */
    public OptionalInt httpsPort() {
        return tls && port.isPresent() ? OptionalInt.of(port.getAsInt() + HTTPS_OFFSET) : OptionalInt.empty();
    }

    /** The base URL over HTTPS, without a slash at the end; empty without TLS. */
    public Optional<URI> httpsUrl() {
        return httpsPort().isPresent()
                ? Optional.of(URI.create(
                        "https://" + url.getHost() + ":" + httpsPort().getAsInt() + url.getPath()))
                : Optional.empty();
    }

    /** The base URL for those that it serves, encryptors or clients: that over HTTPS, if there is one. */
    public URI servedUrl() {
        return httpsUrl().orElse(url);
    }

    /** The ports that encryptors, or clients, are served on, at most two. */
    public List<Integer> servedPorts() {
        return IntStream.concat(port.stream(), httpsPort().stream()).boxed().toList();
    }

    /** The ports that its out-of-band and its management interface have to themselves, at most two. */
    public Set<Integer> ownPorts() {
        return Stream.of(Setting.OOB_PORT, Setting.MANAGEMENT_PORT)
                .flatMap(setting -> Optional.ofNullable(settings.get(setting)).stream())
                .map(Integer::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All ports that it listens on here, at most four; none if it runs elsewhere. */
    public List<Integer> ports() {
        return isElsewhere()
                ? List.of()
                : Stream.concat(servedPorts().stream(), ownPorts().stream()).toList();
    }

    /** Whether it is open to everybody. */
    public boolean isLaboratory() {
        return Boolean.parseBoolean(settings.get(Setting.LABORATORY));
    }

    /** Whether a port is for its management interface, and not for its out-of-band interface as well. */
    public boolean isManagementAlone(int port) {
        String text = String.valueOf(port);
        return text.equals(settings.get(Setting.MANAGEMENT_PORT)) && !text.equals(settings.get(Setting.OOB_PORT));
    }

    /** The address that its management interface is at, where that has a port to itself. */
    public String managementHost() {
        return settings.getOrDefault(Setting.MANAGEMENT_HOST, Setting.MANAGEMENT_HOST.defaultText());
    }

    /**
     * Whether its management interface, where that has a port to itself, is reached over TLS: it is where others reach it, since who shows a
     * token over plain HTTP has shown it to whoever listens.
     */
    public boolean isManagementTls() {
        return tls && !isManagementLoopback();
    }

    /** Whether only this machine reaches its management interface, where that has a port to itself. */
    boolean isManagementLoopback() {
        String own = settings.get(Setting.MANAGEMENT_PORT);
        return isLoopback(own == null || isManagementAlone(Integer.parseInt(own)) ? managementHost() : url.getHost());
    }

    /** Whether other machines reach one of its listeners, where it is started here. */
    public boolean isReachedFromElsewhere() {
        return !isLoopback(url.getHost()) || (settings.containsKey(Setting.MANAGEMENT_PORT) && !isManagementLoopback());
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether a port that it has for one of its interfaces alone speaks TLS. */
    public boolean isTls(int ownPort) {
        return tls && (!isManagementAlone(ownPort) || isManagementTls());
    }

    /** The names of nodes, each once. */
    public static List<NodeName> names(List<TopologyNode> nodes) {
        return nodes.stream().map(TopologyNode::name).distinct().toList();
    }

    /** Where its management interface is asked, without a slash at the end: here at its own address, elsewhere at the node's. */
    public URI managementUrl() {
        String own = settings.get(Setting.MANAGEMENT_PORT);
        if (own == null || isElsewhere() || !isManagementAlone(Integer.parseInt(own))) {
            return urlAt(Setting.MANAGEMENT_PORT);
        }
        String host = managementHost();
        String reached = host.equals("0.0.0.0") || host.equals("::") ? url.getHost() : host;
        return URI.create((isManagementTls() ? "https" : url.getScheme()) + "://"
                + (reached.contains(":") && !reached.startsWith("[") ? "[" + reached + "]" : reached) + ":" + own
                + url.getRawPath());
    }

    /** The base URL, without a slash at the end, of an interface that may have a port to itself, by the setting of that port. */
    public URI urlAt(Setting setting) {
        String own = settings.get(setting);
        if (own == null) {
            return url;
        }
        String scheme = !isElsewhere() && isTls(Integer.parseInt(own)) ? "https" : url.getScheme();
        return URI.create(scheme + "://" + url.getHost() + ":" + own + url.getRawPath());
    }

    /** Whether the topology gives its URL: it runs elsewhere, and is neither started nor stopped here. */
    public boolean isElsewhere() {
        return port.isEmpty();
    }

    /** What it is called in messages, such as {@code hub hank}, or {@code hub hank/a}. */
    public String title() {
        return type.word() + " " + machine();
    }
}
