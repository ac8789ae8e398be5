package org.dske.launcher.command.bench;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.dske.error.InvalidException;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.launcher.etsi.EtsiClient;
import org.dske.launcher.etsi.GivenKeyManagement;
import org.dske.launcher.etsi.GivenKeyManagement.Certificate;
import org.dske.launcher.etsi.GivenKeyManagement.End;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose keys are asked for: by default of the topology's clients, else of any KMEs. */
final class KmeOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "the master's KME, up to /api/v1/keys, in place of the topology's network; of any make")
    private @Nullable URI url;

    @Option(names = "--slave-url", paramLabel = "URL", description = "the slave's KME (default: the master's)")
    private @Nullable URI slaveUrl;

    @Option(names = "--master", paramLabel = "SAE", description = "the encryptor that asks for keys")
    private @Nullable String master;

    @Option(
            names = "--slave",
            paramLabel = "SAE",
            description =
                    "the encryptor that gets them by their IDs (default without --url: the topology's encryptors take turns)")
    private @Nullable String slave;

    @Option(names = "--ca", paramLabel = "FILE", description = "the CAs of the KMEs of --url, PEM (default: Java's)")
    private @Nullable Path authorities;

    @Option(names = "--cert", paramLabel = "FILE", description = "the master's certificate, PEM")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "its key, PKCS#8 in PEM, not encrypted")
    private @Nullable Path key;

    @Option(
            names = "--slave-cert",
            paramLabel = "FILE",
            description = "the slave's certificate (default: the master's)")
    private @Nullable Path slaveCertificate;

    @Option(names = "--slave-key", paramLabel = "FILE", description = "its key")
    private @Nullable Path slaveKey;

    /** Whether it is not the topology's network. */
    boolean areGiven() {
        if (url == null
                && Stream.of(slaveUrl, authorities, certificate, key, slaveCertificate, slaveKey)
                        .anyMatch(given -> given != null)) {
            throw usage("--slave-url and certificates go with --url");
        }
        return url != null;
    }

    /** The two encryptors, none if none are named. */
    List<SaeId> encryptors() {
        if (master == null && slave == null && url == null) {
            return List.of();
        }
        if (master == null || slave == null) {
            throw usage("--master and --slave are needed" + (url == null ? ", both or none" : " with --url"));
        }
        if (master.equals(slave)) {
            throw usage("--master and --slave are the same");
        }
        return List.of(sae(master), sae(slave));
    }

    /** The encryptors at the KMEs that are given. */
    EtsiClient encryptorsOfGiven(Clock clock) {
        List<SaeId> names = encryptors();
        URI first = Objects.requireNonNull(url, "only where --url is given");
        URI second = slaveUrl == null ? first : slaveUrl;
        Optional<Certificate> own = certificate(certificate, key, "--cert and --key");
        Optional<Certificate> others = certificate(slaveCertificate, slaveKey, "--slave-cert and --slave-key");
        Optional<Path> trusted = Optional.ofNullable(authorities);
        return new EtsiClient(new GivenKeyManagement(
                Map.of(
                        names.get(0), new End(first, trusted, own),
                        names.get(1), new End(second, trusted, others.or(() -> own))),
                clock));
    }

    /** What is loaded, in words. */
    String title() {
        return slaveUrl == null ? String.valueOf(url) : url + " and " + slaveUrl;
    }

    private static Optional<Certificate> certificate(@Nullable Path file, @Nullable Path itsKey, String names) {
        if (file == null && itsKey == null) {
            return Optional.empty();
        }
        if (file == null || itsKey == null) {
            throw usage(names + " are needed both or none");
        }
        return Optional.of(new Certificate(file, itsKey));
    }

    private static SaeId sae(String text) {
        try {
            return new SaeId(text);
        } catch (InvalidException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private static LauncherException usage(String message) {
        return new LauncherException(message);
    }
}
