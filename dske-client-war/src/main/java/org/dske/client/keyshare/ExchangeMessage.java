package org.dske.client.keyshare;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.dske.allocation.AllocatedBytes;
import org.dske.client.transport.HubException;
import org.dske.client.transport.HubRequest;
import org.dske.encryption.EncryptionKey;
import org.dske.protocol.AllocationMessage;
import org.dske.protocol.Resources;
import org.dske.protocol.exchange.ExchangeRequest;
import org.dske.protocol.exchange.ExchangeResponse;
import org.dske.protocol.exchange.GetResult;
import org.dske.protocol.exchange.IndexedKey;
import org.dske.secret.SecretBytes;

/** The one message that carries entries, and what is made of its answer. Source: protocol, section 3. */
record ExchangeMessage(List<PendingEntry.Put> puts, List<PendingEntry.Get> gets) {
    static ExchangeMessage of(List<PendingEntry<?>> entries) {
        List<PendingEntry.Put> puts = new ArrayList<>();
        List<PendingEntry.Get> gets = new ArrayList<>();
        for (PendingEntry<?> entry : entries) {
            switch (entry) {
                case PendingEntry.Put put -> puts.add(put);
                case PendingEntry.Get get -> gets.add(get);
            }
        }
        return new ExchangeMessage(puts, gets);
    }

    /** How many bytes encrypt the shares in it; 0 if there are none. */
    int padBytes() {
        return puts.stream().mapToInt(PendingEntry.Put::padBytes).sum();
    }

    /** The message, which a pad of {@link #padBytes} encrypts; if that is none, the pad does not matter. */
    HubRequest request(String client, AllocatedBytes pad) {
        boolean encrypted = !puts.isEmpty();
        return HubRequest.post(
                Resources.EXCHANGE,
                new ExchangeRequest(
                        client,
                        puts.stream().map(PendingEntry.Put::message).toList(),
                        gets.stream().map(PendingEntry.Get::message).toList(),
                        encrypted ? AllocationMessage.of(pad.allocation()) : null,
                        encrypted ? encrypt(pad) : new byte[0]));
    }

    private byte[] encrypt(AllocatedBytes pad) {
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        new EncryptionKey(pad.bytes())
                .encryptAll(puts.stream().flatMap(PendingEntry.Put::values).toList())
                .forEach(together::writeBytes);
        return together.toByteArray();
    }

    /**
     * Makes sense of the answer, of all of it or of nothing.
     *
     * @param inBand where its pad is taken from
     * @return gives each entry its answer
     * @throws RuntimeException if there is no sense in it; nothing of it is left then
     */
    Runnable read(ExchangeResponse answer, InBandClient inBand) {
        List<GetResult> results = answer.ofGet();
        if (answer.ofPut().size() != puts.size() || results.size() != gets.size()) {
            throw HubException.of(HubException.Kind.INVALID_RESPONSE, "its answer has not one entry for each of ours");
        }
        // What may be wrong is found before anything is decrypted that would have to be wiped.
        List<FetchedShare.Terms> terms = new ArrayList<>();
        for (int i = 0; i < gets.size(); i++) {
            gets.get(i).check(results.get(i));
            terms.add(FetchedShare.Terms.of(
                    results.get(i).sharing(), results.get(i).places()));
        }
        List<SecretBytes> values = decrypt(answer, inBand);
        return () -> {
            for (int i = 0; i < puts.size(); i++) {
                puts.get(i).answer(answer.ofPut().get(i));
            }
            int from = 0;
            for (int i = 0; i < gets.size(); i++) {
                List<IndexedKey> keys = results.get(i).given();
                List<SecretBytes> given = values.subList(from, from + keys.size());
                gets.get(i).answer(results.get(i), FetchedShare.byKey(terms.get(i), keys, given));
                from += keys.size();
            }
        };
    }

    private static List<SecretBytes> decrypt(ExchangeResponse answer, InBandClient inBand) {
        AllocationMessage pad = answer.encryptionKeyAllocation();
        if (pad == null) {
            return List.of();
        }
        byte[] together = Objects.requireNonNull(answer.encryptedShareValues());
        List<byte[]> texts = new ArrayList<>();
        int from = 0;
        for (GetResult result : answer.ofGet()) {
            int size = result.size() == null ? 0 : result.size();
            for (int i = 0; i < result.given().size(); i++) {
                texts.add(Arrays.copyOfRange(together, from, from + size));
                from += size;
            }
        }
        try (EncryptionKey key = new EncryptionKey(inBand.takePad(pad, together.length))) {
            return key.decryptAll(texts);
        }
    }
}
