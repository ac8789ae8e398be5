package org.dske.protocol;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link RegistrationRequest}.
 *
 * @param hubName the hub
 * @param suite the best suite that both speak; null if the client named none
 * @param knownBlocks the PSRD blocks that the hub still holds for this client; null if the client named none
 * @param marks offsets in these blocks below which no byte is left for the hub; null if the client named none
 * @param incarnation which life the hub's store is in; null if it keeps no state
 */
public record RegistrationResponse(
        @JsonbProperty("hub_name") String hubName,
        @JsonbProperty("suite") @Nullable String suite,
        @JsonbProperty("known_blocks") @Nullable List<UUID> knownBlocks,
        @JsonbProperty("marks") @Nullable Map<String, Integer> marks,
        @JsonbProperty("incarnation") @Nullable IncarnationMessage incarnation) {

    public RegistrationResponse {
        hubName = Members.requiredText("hub_name", hubName);
        knownBlocks = Members.optionalList("known_blocks", knownBlocks);
        marks = marks == null ? null : Members.ofMarks(Members.toMarks(marks));
    }

    /** {@return offsets by block, none if the member is missing} */
    public Map<UUID, Integer> marksByBlock() {
        return marks == null ? Map.of() : Members.toMarks(marks);
    }
}
