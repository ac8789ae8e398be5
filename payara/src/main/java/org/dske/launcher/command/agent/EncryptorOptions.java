package org.dske.launcher.command.agent;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.dske.error.InvalidException;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.launcher.command.DskeCommand;
import org.dske.launcher.etsi.EtsiClient;
import org.dske.launcher.etsi.GivenKeyManagement;
import org.dske.launcher.etsi.GivenKeyManagement.Certificate;
import org.dske.launcher.etsi.GivenKeyManagement.End;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which encryptor the agent is, and where its keys come from. */
final class EncryptorOptions {
    @Option(
            names = "--master",
            paramLabel = "SAE",
            required = true,
            description = "the encryptor at the end that renews")
    private String master = "";

    @Option(names = "--slave", paramLabel = "SAE", required = true, description = "the encryptor at the other end")
    private String slave = "";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "the KME of this end, up to /api/v1/keys, of any make (default: its client of the topology)")
    private @Nullable URI url;

    @Option(names = "--ca", paramLabel = "FILE", description = "the CAs of the KME of --url, PEM (default: Java's)")
    private @Nullable Path authorities;

    @Option(names = "--cert", paramLabel = "FILE", description = "the certificate of the encryptor of this end, PEM")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "its key, PKCS#8 in PEM, not encrypted")
    private @Nullable Path key;

    SaeId master() {
        return sae(master);
    }

    SaeId slave() {
        return sae(slave);
    }

    private static SaeId sae(String text) {
        try {
            return new SaeId(text);
        } catch (InvalidException e) {
            throw new LauncherException(String.valueOf(e.getMessage()));
        }
    }

    /** The encryptor of this end at its KME. */
    EtsiClient encryptor(SaeId own, DskeCommand parent) {
        if ((certificate == null) != (key == null)) {
            throw new LauncherException("--cert and --key are needed both or none");
        }
        if (url == null) {
            if (authorities != null || certificate != null) {
                throw new LauncherException("certificates go with --url");
            }
            return parent.network().encryptors();
        }
        Optional<Certificate> shown =
                certificate == null || key == null ? Optional.empty() : Optional.of(new Certificate(certificate, key));
        return new EtsiClient(new GivenKeyManagement(
                Map.of(own, new End(url, Optional.ofNullable(authorities), shown)), parent.clock()));
    }
}
