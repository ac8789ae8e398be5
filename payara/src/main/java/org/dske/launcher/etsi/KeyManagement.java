package org.dske.launcher.etsi;

import java.util.List;
import javax.net.ssl.SSLContext;
import org.dske.key.SaeId;

/** Where encryptors get their keys, and what they show there. */
public interface KeyManagement {
    /**
     * The machines of an encryptor's KME, at least one; the first that takes a connection is asked.
     *
     * @throws org.dske.launcher.LauncherException if nobody has the encryptor
     */
    List<Kme> of(SaeId encryptor);

    /** How an encryptor connects where there is TLS. */
    SSLContext tls(SaeId encryptor);
}
