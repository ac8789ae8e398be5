package org.dske.client.peerhub;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.protocol.EncryptorResponse;
import org.dske.protocol.FetchKeySharesRequest;
import org.jspecify.annotations.Nullable;

/** The facts in the details of a hub's error. Details may be missing, or anything: what is not there is no fact. */
final class Facts {
    private Facts() {}

    /** How many bytes the hub's pool lacks; 0 if the details do not say so. */
    static long missingBytes(@Nullable Object details) {
        return member(details, "wanted") instanceof Number wanted && member(details, "left") instanceof Number left
                ? wanted.longValue() - left.longValue()
                : 0;
    }

    /** Those of some keys of which the hub says that it has no share; empty if it does not say of which. */
    static Set<KeyId> unknownKeys(@Nullable Object details, Collection<KeyId> asked) {
        return member(details, FetchKeySharesRequest.UNKNOWN_KEYS) instanceof Collection<?> unknown
                ? asked.stream()
                        .filter(keyId -> unknown.contains(keyId.toString()))
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /** Whether the details name an encryptor. */
    static boolean isAbout(SaeId encryptor, @Nullable Object details) {
        return encryptor.name().equals(member(details, EncryptorResponse.SAE_ID));
    }

    private static @Nullable Object member(@Nullable Object details, String name) {
        return details instanceof Map<?, ?> members ? members.get(name) : null;
    }
}
