package org.dske.launcher.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.dske.administrator.Administrators;
import org.dske.config.Setting;
import org.dske.launcher.LauncherException;
import org.dske.launcher.doctor.check.DiskCheck;
import org.dske.launcher.doctor.check.StoreCheck;
import org.dske.launcher.network.Network;
import org.dske.launcher.topology.TopologyNode;
import org.dske.store.NodeStore;

/** Looks at the directories and files of nodes that are started here; it opens and changes none of them. */
final class NodeFiles {
    private static final Set<PosixFilePermission> OF_OTHERS =
            EnumSet.complementOf(EnumSet.copyOf(PosixFilePermissions.fromString("rwx------")));

    private final Network network;
    private final List<TopologyNode> nodes;
    private final Linux linux;

    NodeFiles(Network network, List<TopologyNode> here, Linux linux) {
        this.network = network;
        this.nodes = here;
        this.linux = linux;
    }

    /** Each directory that cannot be written, and one on each disk. */
    DiskCheck disk() {
        List<DiskCheck.Place> places = new ArrayList<>();
        Set<String> disks = new HashSet<>();
        Stream.concat(
                        Stream.of(network.state().path()),
                        nodes.stream()
                                .flatMap(node ->
                                        Stream.concat(Stream.of(network.state().of(node)), store(node).stream())))
                .distinct()
                .forEach(directory -> {
                    Path there = existing(directory);
                    DiskCheck.Place place = new DiskCheck.Place(directory, isWritable(there), free(there));
                    if (disks.add(disk(there)) || !place.isWritable()) {
                        places.add(place);
                    }
                });
        return new DiskCheck(places);
    }

    /** Those that are there. */
    StoreCheck store() {
        return new StoreCheck(nodes.stream()
                .flatMap(node ->
                        store(node).filter(Files::isDirectory).map(directory -> store(node, directory)).stream())
                .toList());
    }

    /** The devices that cannot be read, in words. */
    List<String> unreadableDevices() {
        return nodes.stream()
                .flatMap(node -> setting(node, Setting.RANDOM_DEVICE)
                        .filter(device -> !Files.isReadable(device))
                        .map(device -> node.title() + ", " + device + ", cannot be read")
                        .stream())
                .toList();
    }

    private Optional<Path> store(TopologyNode node) {
        return Network.keepsNothing(node) ? Optional.empty() : Optional.of(network.store(node));
    }

    private static Optional<Path> setting(TopologyNode node, Setting setting) {
        return Optional.ofNullable(node.settings().get(setting)).map(Path::of);
    }

    private StoreCheck.Store store(TopologyNode node, Path directory) {
        return new StoreCheck.Store(
                node.title(),
                directory,
                network.process(node)
                        .map(process -> OptionalLong.of(process.handle().pid()))
                        .orElse(OptionalLong.empty()),
                linux.lockHolder(NodeStore.lock(directory)),
                openToOthers(node, directory),
                obstacle(node, directory));
    }

    /** What is in a directory that is its owner's alone is so too. */
    private List<String> openToOthers(TopologyNode node, Path directory) {
        Path tokens = network.tokens(node);
        Path database = NodeStore.database(directory);
        Stream<Path> secrets = Stream.of(
                        Stream.of(directory),
                        isOpen(directory)
                                ? Stream.of(database, Path.of(database + "-wal"), NodeStore.ownKey(directory))
                                : Stream.<Path>empty(),
                        setting(node, Setting.STORE_KEY_FILE).stream(),
                        Arrays.stream(Administrators.Role.values()).map(role -> tokens.resolve(role.file())))
                .flatMap(paths -> paths);
        return secrets.filter(NodeFiles::isOpen)
                .map(path -> path + " (" + PosixFilePermissions.toString(permissions(path)) + ")")
                .toList();
    }

    private static boolean isOpen(Path path) {
        return permissions(path).stream().anyMatch(OF_OTHERS::contains);
    }

    /** None of what is not there, or is on a file system that knows none. */
    private static Set<PosixFilePermission> permissions(Path path) {
        try {
            return Files.getPosixFilePermissions(path);
        } catch (IOException | UnsupportedOperationException e) {
            return Set.of();
        }
    }

    private static Optional<String> obstacle(TopologyNode node, Path directory) {
        if (!Files.isReadable(directory) || !Files.isExecutable(directory)) {
            return Optional.of("the directory cannot be read");
        }
        if (!NodeStore.isIn(directory)) {
            return Optional.empty();
        }
        Path database = NodeStore.database(directory);
        if (!Files.isReadable(database) || !Files.isWritable(database)) {
            return Optional.of(database + " cannot be read and written");
        }
        Path key = setting(node, Setting.STORE_KEY_FILE).orElse(NodeStore.ownKey(directory));
        // A credential of systemd may be in its place.
        boolean isElsewhere =
                !node.settings().containsKey(Setting.STORE_KEY_FILE) && System.getenv("CREDENTIALS_DIRECTORY") != null;
        return Files.isReadable(key) || isElsewhere
                ? Optional.empty()
                : Optional.of("its key, " + key + ", is not there, or cannot be read");
    }

    /** The directory, or the nearest above it that is there. */
    private static Path existing(Path directory) {
        Path there = directory.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    private static boolean isWritable(Path there) {
        return Files.isDirectory(there) && Files.isWritable(there) && Files.isExecutable(there);
    }

    private static long free(Path there) {
        try {
            return Files.getFileStore(there).getUsableSpace();
        } catch (IOException e) {
            throw cannotLook(there, e);
        }
    }

    private static String disk(Path there) {
        try {
            return Files.getFileStore(there).toString();
        } catch (IOException e) {
            throw cannotLook(there, e);
        }
    }

    private static LauncherException cannotLook(Path there, IOException e) {
        return new LauncherException("cannot look at the disk of " + there + ": " + LauncherException.reason(e));
    }
}
