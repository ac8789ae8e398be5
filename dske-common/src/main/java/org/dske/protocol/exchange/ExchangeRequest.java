package org.dske.protocol.exchange;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;
import org.dske.error.InvalidException;
import org.dske.protocol.AllocationMessage;
import org.dske.protocol.Members;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST exchange}: what a client has for a hub, and wants of it, for any number of its encryptors' requests. Source: protocol,
 * section 3.
 *
 * @param clientName the client that sends it
 * @param put shares that it hands over; null means none
 * @param get shares that it asks for; null means none
 * @param encryptionKeyAllocation the PSRD bytes that encrypt the shares of all entries of {@code put}, one after the other; null if
 *     there is none
 * @param encryptedShareValues these shares, one after the other, XOR these bytes; null, or empty, if there is none
 */
public record ExchangeRequest(
        @JsonbProperty("client_name") String clientName,
        @JsonbProperty("put") @Nullable List<PutEntry> put,
        @JsonbProperty("get") @Nullable List<GetEntry> get,

        @JsonbProperty("encryption_key_allocation") @Nullable
        AllocationMessage encryptionKeyAllocation,

        @JsonbProperty("encrypted_share_values") byte @Nullable [] encryptedShareValues) {
    /** The most entries of one kind. */
    public static final int MAX_ENTRIES = 1024;

    public ExchangeRequest {
        clientName = Members.requiredText("client_name", clientName);
        put = entries("put", put);
        get = entries("get", get);
        if (put == null && get == null) {
            throw new InvalidException("there is nothing in put and in get");
        }
        encryptedShareValues = values(encryptedShareValues);
        requireValues(
                all(put).stream().mapToLong(PutEntry::bytes).sum(), encryptionKeyAllocation, encryptedShareValues);
    }

    /** {@return the entries of {@code put}, perhaps none} */
    public List<PutEntry> ofPut() {
        return all(put);
    }

    /** {@return the entries of {@code get}, perhaps none} */
    public List<GetEntry> ofGet() {
        return all(get);
    }

    /** The entries of one kind; null if there are none. */
    static <T> @Nullable List<T> entries(String name, @Nullable List<T> value) {
        List<T> entries = Members.optionalList(name, value);
        if (entries != null && entries.size() > MAX_ENTRIES) {
            throw new InvalidException(name + " has more than " + MAX_ENTRIES + " elements");
        }
        return entries == null || entries.isEmpty() ? null : entries;
    }

    /** The values of all shares; null if there are none. */
    static byte @Nullable [] values(byte @Nullable [] member) {
        return member == null || member.length == 0 ? null : member;
    }

    static <T> List<T> all(@Nullable List<T> entries) {
        return entries == null ? List.of() : entries;
    }

    /** The values of all shares, and the names of the bytes that encrypt them: there if there are shares, and as long as they are. */
    static void requireValues(long bytes, @Nullable AllocationMessage allocation, byte @Nullable [] values) {
        if ((values == null ? 0 : values.length) != bytes || (allocation == null) != (bytes == 0)) {
            throw new InvalidException("the entries have shares of " + bytes
                    + " bytes together, and encrypted_share_values or encryption_key_allocation does not fit that");
        }
    }
}
