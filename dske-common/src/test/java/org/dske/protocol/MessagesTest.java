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
import java.util.Map;
import java.util.UUID;
import org.dske.http.StrictJson;
import org.dske.psrd.Allocation;
import org.dske.testing.Vectors;
import org.dske.testing.WireMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    private static final Jsonb JSON = StrictJson.create();
    private static final UUID BLOCK = UUID.fromString("9ad7f620-5a0c-4979-8a2d-66142e06fd79");

    @ParameterizedTest
    @ValueSource(strings = {"POST", "POST-fragmented"})
    void aPostOfAnotherImplementationIsReadAndWrittenWithoutLoss(String exchange) {
        byte[] body = wire(exchange, "request").body();
        PostKeyShareRequest message = JSON.fromJson(text(body), PostKeyShareRequest.class);
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
        GetKeyShareResponse message = JSON.fromJson(text(body), GetKeyShareResponse.class);
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
        assertEquals(allocation, JSON.fromJson(json, AllocationMessage.class).toAllocation());
    }

    @Test
    void whatIsAbsentIsNotWritten() {
        assertEquals("{\"hub_name\":\"hank\"}", JSON.toJson(new RegistrationResponse("hank", null, null)));
        assertEquals("{\"message\":\"no\"}", JSON.toJson(new ErrorMessage("no", null)));
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
        assertArrayEquals(data, JSON.fromJson(json, PsrdBlock.class).data());
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
        assertThrows(RuntimeException.class, () -> JSON.fromJson(json, AllocationMessage.FragmentMessage.class));
    }

    private static WireMessage wire(String exchange, String part) {
        return WireMessage.parse(
                Vectors.exchangesClassic().getJsonObject(exchange).getString(part));
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
