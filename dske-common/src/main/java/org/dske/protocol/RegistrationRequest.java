package org.dske.protocol;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dske.sharing.Places;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT registration}: a client makes itself known to a hub. Source: protocol, section 1.
 *
 * @param clientName the client
 * @param instance which of the machines that are the same client; null if it is the only one
 * @param encryptorNames the SAE IDs of its encryptors
 * @param suites the suites that the client speaks, best first; null means {@code classic}
 * @param hubNumber the number that the client knows the hub by, 1 to 255; null if it has none for it
 * @param knownBlocks the PSRD blocks that the client still holds; null means that it keeps no state
 * @param marks offsets in PSRD blocks below which no byte is left for the client; null means none
 * @param incarnation which life the client's store is in; null if it keeps no state
 */
public record RegistrationRequest(
        @JsonbProperty("client_name") String clientName,
        @JsonbProperty("instance") @Nullable String instance,
        @JsonbProperty("encryptor_names") List<String> encryptorNames,
        @JsonbProperty("suites") @Nullable List<String> suites,
        @JsonbProperty("hub_number") @Nullable Integer hubNumber,
        @JsonbProperty("known_blocks") @Nullable List<UUID> knownBlocks,
        @JsonbProperty("marks") @Nullable Map<String, Integer> marks,
        @JsonbProperty("incarnation") @Nullable IncarnationMessage incarnation) {

    /** The {@code reason} in the details of an error: the hub does not take this client in, or no more. Source: protocol, section 7. */
    public static final String NOT_ENROLLED = "not enrolled";

    public RegistrationRequest {
        clientName = Members.requiredText("client_name", clientName);
        encryptorNames = Members.requiredList("encryptor_names", encryptorNames);
        suites = Members.optionalList("suites", suites);
        if (hubNumber != null) {
            Places.requireNumber(hubNumber);
        }
        knownBlocks = Members.optionalList("known_blocks", knownBlocks);
        marks = marks == null ? null : Members.ofMarks(Members.toMarks(marks));
    }

    /** {@return offsets by block, none if the member is missing} */
    public Map<UUID, Integer> marksByBlock() {
        return marks == null ? Map.of() : Members.toMarks(marks);
    }

    /** Offsets by block, as this message has them. */
    public static Map<String, Integer> member(Map<UUID, Integer> marks) {
        return Members.ofMarks(marks);
    }
}
