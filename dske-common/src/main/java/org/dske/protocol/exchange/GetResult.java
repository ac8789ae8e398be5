package org.dske.protocol.exchange;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;
import java.util.Map;
import org.dske.protocol.Members;
import org.jspecify.annotations.Nullable;

/**
 * What came of a {@link GetEntry}.
 *
 * @param status the HTTP status code that it would have had as a request of its own
 * @param message why it failed, one sentence for people; null if it did not
 * @param sharing the mode of sharing of all its shares; null means {@code classic}
 * @param threshold how many shares give a key back, if the initiator said so
 * @param places the numbers of all hubs that got a share of the keys, if the initiator said so
 * @param size bytes of each share; null if it failed
 * @param shares the shares, in the order in which they were asked for; null if it failed
 */
public record GetResult(
        @JsonbProperty("status") Integer status,
        @JsonbProperty("message") @Nullable String message,
        @JsonbProperty("sharing") @Nullable String sharing,
        @JsonbProperty("threshold") @Nullable Integer threshold,
        @JsonbProperty("places") @Nullable Map<String, Integer> places,
        @JsonbProperty("size") @Nullable Integer size,
        @JsonbProperty("shares") @Nullable List<IndexedKey> shares) {
    public GetResult {
        status = Members.required("status", status);
        places = Members.optionalMap("places", places);
        if (status == PutResult.OK) {
            size = PutEntry.requiredSize(size);
            shares = Members.requiredKeys("shares", shares, IndexedKey::userKeyId);
        } else {
            size = null;
            shares = null;
        }
    }

    /** {@return whether the hub gave the shares} */
    public boolean succeeded() {
        return shares != null;
    }

    /** {@return the shares, none if it failed} */
    public List<IndexedKey> given() {
        return shares == null ? List.of() : shares;
    }

    /** {@return how many bytes its shares have together} */
    public long bytes() {
        return size == null ? 0 : (long) size * given().size();
    }
}
