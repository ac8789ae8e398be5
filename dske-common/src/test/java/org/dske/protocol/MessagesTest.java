package org.dske.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.bind.Jsonb;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.dske.allocation.Allocation;
import org.dske.error.InvalidException;
import org.dske.json.JsonMessages;
import org.dske.testing.Vectors;
import org.dske.testing.WireMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    private static final Jsonb JSON = JsonMessages.binding();
    private static final UUID BLOCK = UUID.fromString("9ad7f620-5a0c-4979-8a2d-66142e06fd79");

    @ParameterizedTest
    @ValueSource(strings = {"POST", "POST-fragmented"})
    void aPostOfAnotherImplementationIsReadAndWrittenWithoutLoss(String exchange) {
        byte[] body = wire(exchange, "request").body();
        PostKeyShareRequest message = JsonMessages.read(body, PostKeyShareRequest.class);
        assertEquals("carol", message.masterClientName());
        assertEquals("sofia", message.slaveSaeId());
        assertNull(message.sharing());
        assertNull(message.additionalSlaveSaeIds());
        assertEquals(parse(text(body)), parse(JSON.toJson(message)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "GET-fragmented"})
    void aGetOfAnotherImplementationIsReadAndWrittenWithoutLoss(String exchange) {
        byte[] body = wire(exchange, "response").body();
        GetKeyShareResponse message = JsonMessages.read(body, GetKeyShareResponse.class);
        assertEquals(0, message.shareIndex());
        assertNull(message.threshold());
        assertEquals(parse(text(body)), parse(JSON.toJson(message)));
    }

    @Test
    void anAllocationHasAJsonForm() {
        Allocation allocation = Allocation.parse(BLOCK + ":0:20," + BLOCK + ":30:12");
        String json = JSON.toJson(AllocationMessage.of(allocation));
        assertEquals(
                parse("{\"fragments\":[{\"block_uuid\":\"" + BLOCK + "\",\"start\":0,\"size\":20},{\"block_uuid\":\""
                        + BLOCK + "\",\"start\":30,\"size\":12}]}"),
                parse(json));
        assertEquals(
                allocation,
                JsonMessages.read(utf8(json), AllocationMessage.class).toAllocation());
    }

    @Test
    void whatIsAbsentIsNotWritten() {
        assertEquals("{\"hub_name\":\"hank\"}", JSON.toJson(new RegistrationResponse("hank", null, null, null, null)));
        assertEquals("{\"message\":\"no\"}", JSON.toJson(new ErrorMessage("no", null)));
    }

    @Test
    void aSingleShareIsABatchOfOne() {
        AllocationMessage pad = AllocationMessage.of(Allocation.parse(BLOCK + ":0:2"));
        PostKeyShareRequest single = new PostKeyShareRequest(
                "carol",
                "sam",
                "sofia",
                BLOCK,
                3,
                pad,
                new byte[] {1, 2},
                "classic",
                4,
                Map.of("hank", 7),
                List.of("serena"));
        assertEquals(
                parse("{\"master_client_name\":\"carol\",\"master_sae_id\":\"sam\",\"slave_sae_id\":\"sofia\","
                        + "\"encryption_key_allocation\":{\"fragments\":[{\"block_uuid\":\"" + BLOCK
                        + "\",\"start\":0,\"size\":2}]},\"shares\":[{\"user_key_id\":\"" + BLOCK
                        + "\",\"share_index\":3,\"encrypted_share_value\":\"AQI=\"}],\"sharing\":\"classic\","
                        + "\"threshold\":4,\"places\":{\"hank\":7},\"additional_slave_sae_ids\":[\"serena\"]}"),
                parse(JSON.toJson(single.asBatch())));
        EncryptedShare share = new EncryptedShare(BLOCK, 3, new byte[] {1, 2});
        assertEquals(
                parse(
                        "{\"share_index\":3,\"encryption_key_allocation\":{\"fragments\":[{\"block_uuid\":\"" + BLOCK
                                + "\",\"start\":0,\"size\":2}]},\"encrypted_share_value\":\"AQI=\",\"threshold\":4,\"places\":{\"hank\":7}}"),
                parse(JSON.toJson(GetKeyShareResponse.of(
                        new FetchKeySharesResponse(pad, List.of(share), null, 4, Map.of("hank", 7))))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1025})
    void aBatchHas1To1024Shares(int number) {
        List<FetchKeySharesRequest.WantedShare> wanted = LongStream.range(0, number)
                .mapToObj(i -> new FetchKeySharesRequest.WantedShare(new UUID(0, i)))
                .toList();
        InvalidException refused =
                assertThrows(InvalidException.class, () -> new FetchKeySharesRequest("carol", "sam", "sofia", wanted));
        assertEquals("shares has " + number + " elements, and not 1 to 1024", refused.getMessage());
    }

    @Test
    void aBatchHasEachKeyOnceAndNoEmptyShare() {
        EncryptedShare share = new EncryptedShare(BLOCK, 0, new byte[1]);
        AllocationMessage pad = AllocationMessage.of(Allocation.parse(BLOCK + ":0:2"));
        assertThrows(
                InvalidException.class, () -> new FetchKeySharesResponse(pad, List.of(share, share), null, null, null));
        assertThrows(InvalidException.class, () -> new EncryptedShare(BLOCK, 0, new byte[0]));
    }

    @Test
    void detailsKeepTheirNamesAndTypes() {
        assertEquals(
                parse("{\"message\":\"no\",\"details\":{\"pool\":\"hank/client\",\"leftOver\":5}}"),
                parse(JSON.toJson(new ErrorMessage("no", Map.of("pool", "hank/client", "leftOver", 5)))));
    }

    @Test
    void aBlockTravelsInBase64AndItsTextShowsNothingOfIt() {
        byte[] data = new byte[100];
        Arrays.fill(data, (byte) 0xa5);
        PsrdBlock block = new PsrdBlock(BLOCK, data);
        String json = JSON.toJson(block);
        assertTrue(json.contains(Base64.getEncoder().encodeToString(data)));
        assertArrayEquals(data, JsonMessages.read(utf8(json), PsrdBlock.class).data());
        assertEquals("PsrdBlock[" + BLOCK + ", 100 bytes]", block.toString());
        assertFalse(block.toString().contains(Base64.getEncoder().encodeToString(data)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"3\"",
                "3.7",
                "4294967299",
                "-2147483649",
                "true",
                "[3]",
                "{}",
                "99999999999999999999999999999999999999999999",
                "1e999999999"
            })
    void anIntegerIsAWholeNumberOf32Bits(String value) {
        String json = "{\"block_uuid\":\"" + BLOCK + "\",\"start\":" + value + ",\"size\":1}";
        assertThrows(
                InvalidException.class, () -> JsonMessages.read(utf8(json), AllocationMessage.FragmentMessage.class));
    }

    private static WireMessage wire(String exchange, String part) {
        return WireMessage.parse(
                Vectors.exchangesClassic().getJsonObject(exchange).getString(part));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String text(byte[] body) {
        return new String(body, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static jakarta.json.JsonObject parse(String json) {
        try (jakarta.json.JsonReader reader = jakarta.json.Json.createReader(new java.io.StringReader(json))) {
            return reader.readObject();
        }
    }
}
