package org.dske.launcher.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dske.launcher.LauncherException;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.secret.PrivateFiles;

/**
 * A connection of strongSwan whose keys become its post-quantum pre-shared keys (PPK, RFC 8784): the key's ID is the identity of the PPK. Two
 * keys lie in its directory, the latest and the one before, in case that the gateways did not get to use the latest.
 *
 * @param name as in swanctl.conf
 * @param child the CHILD SA that is initiated with a new key; only needed at the end that renews
 * @param directory where its files are: {@code swanctl.conf} includes them
 */
public record StrongswanConnection(String name, Optional<String> child, Path directory) implements KeyTarget {
    private static final String KEY = "key-";
    private static final String CONF = ".conf";
    private static final int KEPT = 2;

    @Override
    public void load(DeliveredKey key) {
        locked(() -> {
            byte[] secret = "secrets {\n  ppk-%s {\n    id = %s\n    secret = 0s%s\n  }\n}\n"
                    .formatted(key.id(), key.id(), key.key())
                    .getBytes(StandardCharsets.US_ASCII);
            KeyFile.replace(directory.resolve(KEY + key.id() + CONF), secret);
            Arrays.fill(secret, (byte) 0);
            deleteOld();
            swanctl("--load-creds", "--noprompt");
        });
    }

    /** For a new key a new IKE SA is set up, and those that were up before are ended (RFC 8784, section 3: a PPK enters with an IKE SA). */
    @Override
    public void use(String keyId) {
        String wanted = child.orElseThrow(() ->
                new LauncherException("which CHILD SA of connection " + name + " is initiated is not said (--child)"));
        locked(() -> {
            byte[] connection = "connections {\n  %s {\n    ppk_id = %s\n  }\n}\n"
                    .formatted(name, keyId)
                    .getBytes(StandardCharsets.US_ASCII);
            KeyFile.replace(directory.resolve("connection" + CONF), connection);
            List<String> before = ikeSas();
            swanctl("--load-conns");
            swanctl("--initiate", "--ike", name, "--child", wanted, "--timeout", "30");
            before.forEach(StrongswanConnection::end);
        });
    }

    /** It may have ended by itself: then swanctl says so on our standard error output, and that is no failure of the new one. */
    private static void end(String sa) {
        Program.runsWell(List.of("swanctl", "--terminate", "--ike-id", sa, "--timeout", "10"));
    }

    private List<String> ikeSas() {
        return Pattern.compile("(?m)^" + Pattern.quote(name) + ": #(\\d+), ")
                .matcher(swanctl("--list-sas", "--ike", name))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String swanctl(String... arguments) {
        return Program.run(
                Stream.concat(Stream.of("swanctl"), Stream.of(arguments)).toList(), Map.of(), "");
    }

    private void deleteOld() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> old = files.filter(file -> file.getFileName().toString().startsWith(KEY))
                    .sorted(Comparator.comparing(StrongswanConnection::written).reversed())
                    .skip(KEPT)
                    .toList();
            for (Path file : old) {
                Files.delete(file);
            }
        }
    }

    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new LauncherException("cannot look at " + file + ": " + LauncherException.reason(e));
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** One agent at a time is at work on a connection. */
    private void locked(Work work) {
        try {
            PrivateFiles.createDirectories(directory);
            try (FileChannel channel = FileChannel.open(
                            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid()) {
                    work.run();
                }
            }
        } catch (IOException e) {
            throw new LauncherException("cannot use " + directory + ": " + LauncherException.reason(e));
        }
    }
}
