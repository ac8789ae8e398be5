package org.dske.protocol;

import jakarta.json.bind.annotation.JsonbProperty;

/**
 * The answer to {@code GET encryptors/{sae_id}}: which client an encryptor is registered with. Source: protocol, section 3.
 *
 * @param saeId the encryptor
 * @param clientName its client
 */
public record EncryptorResponse(
        @JsonbProperty("sae_id") String saeId,
        @JsonbProperty("client_name") String clientName) {

    public EncryptorResponse {
        saeId = Members.requiredText("sae_id", saeId);
        clientName = Members.requiredText("client_name", clientName);
    }
}
