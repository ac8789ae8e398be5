/**
 * A small public key infrastructure for mutual TLS: a CA, a server certificate for each client (KME) and a client certificate
 * for each encryptor (SAE), as files. Who presents a certificate is told by ETSI GS QKD 014's identities: a KME by its
 * subject's common name, an SAE by a URI {@code sae:ID} among its subject alternative names. Certificates follow RFC 5280.
 */
@NullMarked
package org.dske.pki;

import org.jspecify.annotations.NullMarked;
