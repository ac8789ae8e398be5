package org.dske.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.dske.error.InvalidException;
import org.dske.protocol.PsrdBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PsrdBlockReaderTest {
    private static final UUID BLOCK = UUID.fromString("9ad7f620-5a0c-4979-8a2d-66142e06fd79");

    private static byte[] body(String json) {
        return json.replace("@", BLOCK.toString()).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aBlockIsReadAndItsJsonIsWiped() {
        byte[] data = new byte[1 << 20];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * 31 / 8);
        }
        byte[] body =
                body("{\"block_uuid\":\"@\",\"data\":\"" + Base64.getEncoder().encodeToString(data) + "\"}");
        PsrdBlock block = PsrdBlockReader.read(body);
        assertEquals(BLOCK, block.blockUuid());
        assertArrayEquals(data, block.data());
        assertArrayEquals(new byte[body.length], body);
    }

    @Test
    void whatJsonLeavesOpenIsLeftOpen() {
        byte[] body = body(
                " { \"new\" : [\"a\",{\"data\":5}] ,\"data\":\"\\/\\u002b8A\", \"x\":null,\n\"block\\u005fuuid\":\"@\" } ");
        PsrdBlock block = PsrdBlockReader.read(body);
        assertEquals(BLOCK, block.blockUuid());
        assertArrayEquals(Base64.getDecoder().decode("/+8A"), block.data());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"block_uuid\":\"@\"}",
                "{\"data\":\"AAAA\"}",
                "{\"block_uuid\":null,\"data\":\"AAAA\"}",
                "{\"block_uuid\":\"@\",\"data\":null}",
                "{\"block_uuid\":\"@\",\"data\":\"AAA\"}",
                "{\"block_uuid\":\"@\",\"data\":[1,2,3]}",
                "{\"block_uuid\":\"@\",\"data\":{}}",
                "{\"block_uuid\":[],\"data\":\"AAAA\"}",
                "{\"block_uuid\":5,\"data\":\"AAAA\"}",
                "{\"block_uuid\":\"x\",\"data\":\"AAAA\"}",
                "{\"block_uuid\":\"@\",\"data\":\"AAAA\",\"data\":\"AAAA\"}",
                "{\"block_uuid\":\"@\",\"data\":\"AAAA\",\"d\\u0061ta\":null}",
                "{\"block_uuid\":\"@\",\"block_uuid\":\"@\",\"data\":\"AAAA\"}",
                "{\"block_uuid\":\"@\",\"data\":\"AAAA\"}x",
                "{\"block_uuid\":\"@\",\"data\":\"AAAA\""
            })
    void whatIsNoBlockIsRefusedAndWiped(String json) {
        byte[] body = body(json);
        assertThrows(InvalidException.class, () -> PsrdBlockReader.read(body));
        assertArrayEquals(new byte[body.length], body);
    }
}
