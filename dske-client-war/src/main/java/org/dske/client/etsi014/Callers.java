package org.dske.client.etsi014;

import java.util.Set;
import org.dske.client.relay.NotAuthorisedException;
import org.dske.error.InvalidException;
import org.dske.key.SaeId;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, over plain HTTP, which is for the laboratory: whoever the {@code Authorization} header says, or the one
 * encryptor of a client that has exactly one. It proves nothing.
 *
 * @param encryptors the client's encryptors
 * @param loopback whether an encryptor may get a key with itself
 */
public record Callers(Set<SaeId> encryptors, boolean loopback) {
    public Callers {
        encryptors = Set.copyOf(encryptors);
    }

    /**
     * The encryptor that calls.
     *
     * @param authorization the header's text, null if there is none
     * @return the encryptor, one of this client's
     * @throws InvalidException if nobody says who calls
     * @throws NotAuthorisedException if it is not one of this client's encryptors
     */
    SaeId identify(@Nullable String authorization) {
        if (authorization == null || authorization.isBlank()) {
            if (encryptors.size() == 1) {
                return encryptors.iterator().next();
            }
            throw new InvalidException("Missing Authorization header");
        }
        String caller = authorization.strip();
        return encryptors.stream()
                .filter(encryptor -> encryptor.name().equals(caller))
                .findFirst()
                .orElseThrow(() -> new NotAuthorisedException("to use this KME"));
    }

    /**
     * The encryptor at the other end.
     *
     * @param caller who calls
     * @param named the encryptor that the path names
     * @return the encryptor
     * @throws InvalidException if it is the caller itself
     */
    SaeId other(SaeId caller, String named) {
        SaeId other = new SaeId(named);
        if (other.equals(caller) && !loopback) {
            throw new InvalidException("an SAE cannot share a key with itself");
        }
        return other;
    }
}
