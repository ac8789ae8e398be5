package org.dske.pki;

import java.util.Locale;
import java.util.Optional;
import org.dske.tls.Party;
import org.jspecify.annotations.Nullable;

/** What a certificate is for. */
public enum CertificateKind {
    /** A client node: a server to encryptors, a TLS client to hubs. */
    KME(Party.KME, true),
    /** An encryptor: a TLS client. */
    SAE(null, false),
    /** A hub: a server to clients. */
    HUB(Party.HUB, true),
    /** An administrator: a TLS client. */
    ADMIN(Party.ADMIN, false);

    private final Optional<Party> party;
    private final boolean server;

    CertificateKind(@Nullable Party party, boolean server) {
        this.party = Optional.ofNullable(party);
        this.server = server;
    }

    /** The word of the command line, and the name of the directory, such as {@code kme}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whom it names, by nodes' rules for names; nothing for an encryptor, which has rules of its own. */
    Optional<Party> party() {
        return party;
    }

    /** Whether its holder is a server. */
    public boolean isServer() {
        return server;
    }
}
