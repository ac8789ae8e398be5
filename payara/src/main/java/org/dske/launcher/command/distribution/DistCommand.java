package org.dske.launcher.command.distribution;

import jakarta.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.dske.launcher.LauncherException;
import org.dske.launcher.command.DskeCommand;
import org.dske.launcher.command.NetworkCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the archive that is handed to others. */
@Command(
        name = "dist",
        description =
                "Makes one archive (tar.gz) of all that runs nodes where there is but a Java runtime, 21 or newer:"
                        + " no JDK, no Maven, no sources.")
public final class DistCommand extends NetworkCommand {
    /** What goes into the archive as it is. */
    private static final List<String> FILES = List.of(
            "dske",
            "scripts/java.sh",
            "README.md",
            "CHANGELOG.md",
            "SECURITY.md",
            "LICENSE",
            "NOTICE",
            "topology.yaml",
            "topology-tls.yaml",
            "docs",
            "packaging");

    /** What the build made, which is in {@code runtime} there. */
    private static final List<String> BUILT = List.of(
            "dske-hub.war",
            "dske-client.war",
            "dske-root.war",
            "dske-launcher.jar",
            "lib",
            "class-path",
            "payara-micro.jar");

    private static final String BUILT_IN = "payara/target/";
    private static final String BILL_OF_MATERIALS = "target/bom.json";

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "the archive, which is replaced (default: target/dske-VERSION.tar.gz of the project)")
    private @Nullable Path file;

    @Option(
            names = "--time",
            paramLabel = "SECONDS",
            defaultValue = "${env:SOURCE_DATE_EPOCH}",
            description =
                    "the time of all files in the archive, in seconds since 1970, so that the same sources make the same"
                            + " archive (default: the variable SOURCE_DATE_EPOCH, else the time of each file)")
    private @Nullable Long time;

    @Override
    public Integer call() {
        Path home = DskeCommand.home();
        if (!Files.exists(home.resolve("pom.xml"))) {
            throw new LauncherException("there is no project in " + home + ", but an archive of one: hand that on");
        }
        String name = spec.root().version()[0].replace(' ', '-');
        Path archive =
                Optional.ofNullable(file).orElseGet(() -> home.resolve("target").resolve(name + ".tar.gz"));
        try {
            write(tar(home, name), archive);
            long bytes = Files.size(archive);
            String digest = sha256(archive);
            output.result(
                    "wrote " + archive + ", " + bytes + " bytes, SHA-256 " + digest,
                    Json.createObjectBuilder()
                            .add("file", archive.toString())
                            .add("bytes", bytes)
                            .add("sha256", digest)
                            .build());
        } catch (IOException e) {
            throw new LauncherException("cannot write " + archive + ": " + LauncherException.reason(e));
        }
        return 0;
    }

    /** GNU tar, by which nothing of who makes the archive is in it, nor the order in which a directory has its files. */
    private List<String> tar(Path home, String name) {
        List<String> command = new ArrayList<>(List.of(
                "tar",
                "--create",
                "--format=gnu",
                "--sort=name",
                "--owner=0",
                "--group=0",
                "--numeric-owner",
                "--mode=u=rwX,go=rX",
                "--directory=" + home,
                "--transform=s,^" + BUILT_IN + ",runtime/,;s,^target/,,;s,^," + name + "/,"));
        if (time != null) {
            command.add("--mtime=@" + time);
        }
        command.addAll(FILES);
        BUILT.forEach(each -> command.add(BUILT_IN + each));
        command.add(BILL_OF_MATERIALS);
        return command;
    }

    private static void write(List<String> tar, Path archive) throws IOException {
        Path unfinished = archive.resolveSibling(archive.getFileName() + ".unfinished");
        Path errors = Files.createTempFile("dske-tar", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(tar).redirectError(errors.toFile());
            builder.environment().remove("TAR_OPTIONS");
            Process process = builder.start();
            try (InputStream in = process.getInputStream();
                    OutputStream out = new GZIPOutputStream(Files.newOutputStream(unfinished))) {
                in.transferTo(out);
            }
            if (process.waitFor() != 0) {
                throw new LauncherException("GNU tar cannot make the archive: "
                        + Files.readString(errors, StandardCharsets.UTF_8)
                                .strip()
                                .lines()
                                .findFirst()
                                .orElse("it says nothing"));
            }
            Files.move(unfinished, archive, StandardCopyOption.REPLACE_EXISTING);
        } catch (InterruptedException e) {
            throw LauncherException.interrupted();
        } finally {
            Files.deleteIfExists(unfinished);
            Files.delete(errors);
        }
    }

    private static String sha256(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
