package org.dske.integration;

/**
 * Gives tests a parameter: a network of three hubs and four clients with TLS, of which two hubs make a key. One client has several
 * encryptors, one has an RSA certificate. What {@link SharedNetwork} says holds of it too.
 */
final class SharedTlsNetwork extends SharedNetwork {
    private static final int NODES = 7;

    @Override
    LaunchedNetwork write() {
        LaunchedNetwork network = LaunchedNetwork.of("tls", """
                k: 2
                base-port: %d
                tls: true
                pki: pki
                settings:
                  laboratory: true
                  # All nodes have just begun, on a machine that runs the tests, too.
                  relay.hub-timeout: 10s
                  relay.timeout: 15s
                hubs:
                  - name: hank
                  - name: helen
                  - name: hugo
                clients:
                  - name: carol
                    encryptors: [sam, samuel, sara.example.org, "s/ä m%%"]
                  - name: celia
                    encryptors: [serena]
                  - name: connie
                    encryptors: [sofia]
                  - name: curtis
                    encryptors: [susan]
                """.formatted(FreePorts.rowWithHttps(NODES)));
        network.deletePki();
        network.run("pki", "init");
        network.run("pki", "issue", "kme", "connie", "--key-type", "rsa");
        return network;
    }
}
