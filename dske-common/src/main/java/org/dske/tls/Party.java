package org.dske.tls;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dske.key.NodeName;

/**
 * Whom a certificate may name but encryptors: by a URI among its alternative names, which is the word for the kind and a name, such as
 * {@code kme:carol}. A name in another place does not count: it might be an encryptor's, or a host's.
 */
public enum Party {
    /** A client. */
    KME,
    /** A hub. */
    HUB,
    /** Who may look after nodes. */
    ADMIN;

    /** {@return the word for it, which is what its URIs start with} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return what a certificate has that names one} */
    public String uri(NodeName name) {
        return word() + ":" + name;
    }

    /** {@return the one that names name; nothing if that is none, or several, or has no name of ours} */
    public Optional<NodeName> in(CertifiedNames names) {
        List<String> found = names.uris().stream()
                .filter(uri -> uri.startsWith(word() + ":"))
                .map(uri -> uri.substring(word().length() + 1))
                .distinct()
                .toList();
        return found.size() == 1 && NodeName.isAllowed(found.getFirst())
                ? Optional.of(new NodeName(found.getFirst()))
                : Optional.empty();
    }
}
