package org.dske.launcher.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.TopologyNode;

/**
 * Looks whether clients speak TLS and are who they should be. A server that cannot use its certificate says nothing and hangs up, so
 * that it would be its encryptors who find out.
 */
final class TlsProbe {
    private static final int TIMEOUT_MILLIS = 5_000;

    private final SSLContext context;

    /** The context trusts the CA, and shows no certificate: in TLS 1.3 the server has shown its own before it misses ours. */
    TlsProbe(SSLContext context) {
        this.context = context;
    }

    /** Looks at a client; false if nobody listens yet. It fails if that speaks no TLS, or its certificate is not the CA's or for another host. */
    boolean listens(TopologyNode client) {
        URI url = client.httpsUrl().orElseThrow();
        // An address of IPv6 has brackets in a URL, and none in a certificate.
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(host, url.getPort()), TIMEOUT_MILLIS);
            socket.startHandshake();
            return true;
        } catch (SSLException e) {
            throw new LauncherException(
                    ExitStatus.OTHER_SIDE,
                    client.title() + " cannot be reached over TLS at " + url + ": " + e.getMessage());
        } catch (IOException e) {
            return false;
        }
    }
}
