package org.dske.protocol;

import jakarta.json.bind.annotation.JsonbProperty;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET encryptors/{sae_id}}: which client an encryptor is registered with. Source: protocol, section 3.
 *
 * @param saeId the encryptor
 * @param clientName its client
 * @param suite the best suite that this client speaks; null if the hub does not say
 */
public record EncryptorResponse(
        @JsonbProperty(EncryptorResponse.SAE_ID) String saeId,
        @JsonbProperty("client_name") String clientName,
        @JsonbProperty("suite") @Nullable String suite) {

    /**
     * The member that names the encryptor; in the details of a refusal with 404, too. A hub that answers 404 without it may be
     * one that has no such resource.
     */
    public static final String SAE_ID = "sae_id";

    public EncryptorResponse {
        saeId = Members.requiredText(SAE_ID, saeId);
        clientName = Members.requiredText("client_name", clientName);
    }
}
