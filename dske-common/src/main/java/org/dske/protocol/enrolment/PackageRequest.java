package org.dske.protocol.enrolment;

import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dske.error.InvalidException;
import org.dske.key.SaeId;
import org.dske.ledger.PeerName;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST packages}, at a hub's management interface: what its operator wants a package to have.
 *
 * @param client the client that it is for
 * @param instance which of the machines that are the same client; null if it is the only one
 * @param encryptors the encryptors that the client may register, at least one
 * @param psrdBytes bytes of PSRD for each of the two pools
 * @param validSeconds for how long it can be imported
 */
public record PackageRequest(
        String client,
        @Nullable String instance,
        List<String> encryptors,
        @JsonbProperty("psrd_bytes") Integer psrdBytes,
        @JsonbProperty("valid_seconds") Long validSeconds) {
    /** The least bytes for a pool: an exchange or two. */
    public static final int LEAST_BYTES = 256;

    /** For how long a package can be imported at most. */
    public static final Duration LONGEST = Duration.ofDays(366);

    public PackageRequest {
        encryptors = new PackageHead.Client(client, instance, encryptors).encryptors();
        if (psrdBytes == null || psrdBytes < LEAST_BYTES) {
            throw new InvalidException("psrd_bytes is not " + LEAST_BYTES + " or more");
        }
        if (validSeconds == null || validSeconds < 1 || validSeconds > LONGEST.toSeconds()) {
            throw new InvalidException("valid_seconds is not 1 to " + LONGEST.toSeconds());
        }
    }

    /** {@return the machine that it is for} */
    public PeerName peer() {
        return PeerName.of(client, instance);
    }

    /** {@return the encryptors} */
    public Set<SaeId> saeIds() {
        return encryptors.stream().map(SaeId::new).collect(Collectors.toUnmodifiableSet());
    }
}
