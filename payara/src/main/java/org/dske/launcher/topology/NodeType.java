package org.dske.launcher.topology;

import java.util.Locale;
import org.dske.pki.CertificateKind;

/** The two kinds of nodes. Hubs come first, in the order of ports as in the order of starting. */
public enum NodeType {
    /** A security hub. */
    HUB,
    /** A client (KME). */
    CLIENT;

    /** The word that paths and the status use: {@code hub} or {@code client}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the certificate of one is for. */
    public CertificateKind certificate() {
        return this == HUB ? CertificateKind.HUB : CertificateKind.KME;
    }
}
