package org.dske.protocol.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dske.allocation.Allocation;
import org.dske.error.InvalidException;
import org.dske.json.JsonMessages;
import org.dske.protocol.AllocationMessage;
import org.junit.jupiter.api.Test;

class ExchangeMessagesTest {
    private static final UUID BLOCK = UUID.fromString("9ad7f620-5a0c-4979-8a2d-66142e06fd79");
    private static final AllocationMessage PAD = AllocationMessage.of(Allocation.parse(BLOCK + ":0:2"));
    private static final String PAD_JSON =
            "{\"fragments\":[{\"block_uuid\":\"" + BLOCK + "\",\"size\":2,\"start\":0}]}";
    private static final IndexedKey KEY = new IndexedKey(BLOCK, 7);
    private static final String KEY_JSON = "{\"share_index\":7,\"user_key_id\":\"" + BLOCK + "\"}";

    @Test
    void aRequestIsWrittenAsTheProtocolHasItAndReadAgain() {
        PutEntry put = new PutEntry("sam", "sofia", List.of("serena"), "its", 3, Map.of("hank", 1), 2, List.of(KEY));
        GetEntry get = new GetEntry("sofia", "sam", List.of(BLOCK));
        ExchangeRequest request = new ExchangeRequest("carol", List.of(put), List.of(get), PAD, new byte[] {1, 2});
        String json = json(request);
        assertEquals(
                "{\"client_name\":\"carol\",\"encrypted_share_values\":\"AQI=\",\"encryption_key_allocation\":"
                        + PAD_JSON
                        + ",\"get\":[{\"key_ids\":[\"" + BLOCK
                        + "\"],\"master_sae_id\":\"sofia\",\"slave_sae_id\":\"sam\"}]"
                        + ",\"put\":[{\"additional_slave_sae_ids\":[\"serena\"],\"keys\":[" + KEY_JSON
                        + "],\"master_sae_id\":\"sam\",\"places\":{\"hank\":1},\"sharing\":\"its\",\"size\":2"
                        + ",\"slave_sae_id\":\"sofia\",\"threshold\":3}]}",
                json);
        ExchangeRequest read = read(json, ExchangeRequest.class);
        assertEquals(List.of(put), read.ofPut());
        assertEquals(List.of(get), read.ofGet());
        assertArrayEquals(new byte[] {1, 2}, read.encryptedShareValues());
    }

    @Test
    void aResponseIsWrittenAsTheProtocolHasItAndReadAgain() {
        GetResult given = new GetResult(200, null, "its", 3, Map.of("hank", 1), 2, List.of(KEY));
        ExchangeResponse response = new ExchangeResponse(
                List.of(new PutResult(200, null), new PutResult(409, "there already")),
                List.of(given, new GetResult(404, "not here", null, null, null, null, null)),
                PAD,
                new byte[] {1, 2});
        String json = json(response);
        assertEquals(
                "{\"encrypted_share_values\":\"AQI=\",\"encryption_key_allocation\":" + PAD_JSON
                        + ",\"get\":[{\"places\":{\"hank\":1},\"shares\":[" + KEY_JSON
                        + "],\"sharing\":\"its\",\"size\":2,\"status\":200,\"threshold\":3}"
                        + ",{\"message\":\"not here\",\"status\":404}]"
                        + ",\"put\":[{\"status\":200},{\"message\":\"there already\",\"status\":409}]}",
                json);
        assertEquals(given, read(json, ExchangeResponse.class).ofGet().getFirst());
    }

    @Test
    void whatIsAbsentIsNotWritten() {
        GetEntry get = new GetEntry("sofia", "sam", List.of(BLOCK));
        assertEquals(
                "{\"client_name\":\"carol\",\"get\":[{\"key_ids\":[\"" + BLOCK
                        + "\"],\"master_sae_id\":\"sofia\",\"slave_sae_id\":\"sam\"}]}",
                json(new ExchangeRequest("carol", List.of(), List.of(get), null, new byte[0])));
        assertEquals("{}", json(new ExchangeResponse(List.of(), List.of(), null, new byte[0])));
    }

    @Test
    void sizesAreAddedWithoutOverflow() {
        // Four times 2^30 is 0 in 32 bits.
        PutEntry huge = new PutEntry("sam", "sofia", null, null, null, null, 1 << 30, List.of(KEY));
        List<PutEntry> four = List.of(huge, huge, huge, huge);
        assertThrows(InvalidException.class, () -> new ExchangeRequest("carol", four, null, null, new byte[0]));
        GetResult given = new GetResult(200, null, null, null, null, 1 << 30, List.of(KEY));
        List<GetResult> results = List.of(given, given, given, given);
        assertThrows(InvalidException.class, () -> new ExchangeResponse(null, results, null, new byte[0]));
    }

    @Test
    void aResultThatIsGoodHasSharesAndOneThatIsNotHasNone() {
        assertThrows(InvalidException.class, () -> new GetResult(200, null, null, null, null, 2, null));
        assertThrows(InvalidException.class, () -> new GetResult(200, null, null, null, null, 2, List.of()));
        assertThrows(InvalidException.class, () -> new GetResult(200, null, null, null, null, 2, List.of(KEY, KEY)));
        assertThrows(InvalidException.class, () -> new GetResult(200, null, null, null, null, null, List.of(KEY)));
        assertThrows(InvalidException.class, () -> new GetResult(200, null, null, null, null, 0, List.of(KEY)));
        GetResult failed = new GetResult(404, "not here", null, null, null, 2, List.of(KEY));
        assertNull(failed.shares());
        assertEquals(0, failed.bytes());
    }

    private static String json(Object message) {
        return new String(JsonMessages.write(message), StandardCharsets.UTF_8);
    }

    private static <T> T read(String json, Class<T> type) {
        return JsonMessages.read(json.getBytes(StandardCharsets.UTF_8), type);
    }
}
