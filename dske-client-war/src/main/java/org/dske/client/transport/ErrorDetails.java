package org.dske.client.transport;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dske.allocation.InvalidAllocationException;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.protocol.EncryptorResponse;
import org.dske.protocol.FetchKeySharesRequest;
import org.dske.protocol.IncarnationMessage;
import org.dske.protocol.RegistrationRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a hub's error says for programs. It may be missing, or anything: what is not there is not said.
 *
 * @param json the member {@code details} of the error; null if there is none
 */
public record ErrorDetails(@Nullable Object json) {
    /** No details. */
    public static final ErrorDetails NONE = new ErrorDetails(null);

    /** Details that say how many bytes the hub's pool lacks. */
    public static ErrorDetails ofMissing(long bytes) {
        return new ErrorDetails(Map.of("wanted", bytes, "left", 0));
    }

    /** How many bytes the hub's pool lacks; 0 if it is not said. */
    public long missingBytes() {
        return member("wanted") instanceof Number wanted && member("left") instanceof Number left
                ? wanted.longValue() - left.longValue()
                : 0;
    }

    /** The keys of which the hub says that it has no share, among those that it was asked for; empty if it does not say of which. */
    public Set<KeyId> unknownKeys(Collection<KeyId> asked) {
        return member(FetchKeySharesRequest.UNKNOWN_KEYS) instanceof Collection<?> unknown
                ? asked.stream()
                        .filter(keyId -> unknown.contains(keyId.toString()))
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /** Whether the error is about an encryptor, and names it. */
    public boolean isAbout(SaeId encryptor) {
        return encryptor.name().equals(member(EncryptorResponse.SAE_ID));
    }

    /** Whether the hub says that bytes are used which the request names. */
    public boolean saysUsed() {
        return InvalidAllocationException.Reason.USED.wireName().equals(member(InvalidAllocationException.REASON));
    }

    /** Whether the hub says that it does not take this client in, or has taken it out. */
    public boolean saysNotEnrolled() {
        return RegistrationRequest.NOT_ENROLLED.equals(member(InvalidAllocationException.REASON));
    }

    /** Whether the hub says that this client's store has been in a later life. */
    public boolean saysStale() {
        return IncarnationMessage.STALE.equals(member(InvalidAllocationException.REASON));
    }

    private @Nullable Object member(String name) {
        return json instanceof Map<?, ?> members ? members.get(name) : null;
    }
}
