package org.dske.protocol.exchange;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;
import org.dske.protocol.AllocationMessage;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link ExchangeRequest}.
 *
 * @param put what became of its entries of {@code put}, in their order; null means that it had none
 * @param get what came of its entries of {@code get}, in their order; null means that it had none
 * @param encryptionKeyAllocation the PSRD bytes that encrypt the shares of all entries of {@code get}, one after the other; null if
 *     there is none
 * @param encryptedShareValues these shares, one after the other, XOR these bytes; null, or empty, if there is none
 */
public record ExchangeResponse(
        @JsonbProperty("put") @Nullable List<PutResult> put,
        @JsonbProperty("get") @Nullable List<GetResult> get,

        @JsonbProperty("encryption_key_allocation") @Nullable
        AllocationMessage encryptionKeyAllocation,

        @JsonbProperty("encrypted_share_values") byte @Nullable [] encryptedShareValues) {
    public ExchangeResponse {
        put = ExchangeRequest.entries("put", put);
        get = ExchangeRequest.entries("get", get);
        encryptedShareValues = ExchangeRequest.values(encryptedShareValues);
        ExchangeRequest.requireValues(
                ExchangeRequest.all(get).stream().mapToLong(GetResult::bytes).sum(),
                encryptionKeyAllocation,
                encryptedShareValues);
    }

    /** {@return what became of the entries of {@code put}, perhaps nothing} */
    public List<PutResult> ofPut() {
        return ExchangeRequest.all(put);
    }

    /** {@return what came of the entries of {@code get}, perhaps nothing} */
    public List<GetResult> ofGet() {
        return ExchangeRequest.all(get);
    }
}
