package org.dske.client.keyshare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.bind.Jsonb;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.json.JsonMessages;
import org.dske.protocol.AllocationMessage;
import org.dske.protocol.EncryptedShare;
import org.dske.protocol.PostKeySharesRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchLimitTest {
    private static final Jsonb JSONB = JsonMessages.binding();

    private static List<Integer> batch(int size) {
        return IntStream.range(0, size).boxed().toList();
    }

    @Test
    void theLargestBatchOfTheLargestDefaultKeysIsOneMessage() {
        assertEquals(List.of(batch(128)), new BatchLimit(1_048_576).cut(batch(128), 16_384 / 8 + 32));
    }

    @Test
    void aLargerOneIsCutInOrderWithoutALoss() {
        List<List<Integer>> parts = new BatchLimit(1_048_576).cut(batch(1_000), 4_096);
        assertTrue(parts.size() > 1);
        assertEquals(batch(1_000), parts.stream().flatMap(List::stream).toList());
        assertTrue(parts.stream().noneMatch(List::isEmpty));
    }

    @Test
    void aShareThatIsTooLargeGoesAlone() {
        assertEquals(List.of(List.of(0), List.of(1)), new BatchLimit(1_024).cut(batch(2), 1_000_000));
    }

    @Test
    void nothingIsCutIntoNothing() {
        assertEquals(List.of(), new BatchLimit(1_024).cut(List.of(), 32));
    }

    @ParameterizedTest
    @CsvSource({"1048576, 32", "1048576, 2080", "1048576, 131072", "65536, 32", "65536, 2080"})
    void aMessageFitsIntoABodyWithLongNamesAndManyFragments(int maxBody, int shareSize) {
        int count =
                new BatchLimit(maxBody).cut(batch(100_000), shareSize).get(0).size();
        String name = "n".repeat(255);
        PostKeySharesRequest message = new PostKeySharesRequest(
                name,
                name,
                name,
                AllocationMessage.of(new Allocation(IntStream.range(0, Allocation.MAX_FRAGMENTS)
                        .mapToObj(i -> new Fragment(UUID.randomUUID(), 16_000_000, 16_000))
                        .toList())),
                Stream.generate(() -> new EncryptedShare(UUID.randomUUID(), 253, new byte[shareSize]))
                        .limit(count)
                        .toList(),
                null,
                null,
                null,
                Stream.generate(() -> name).limit(8).toList());
        int size = JSONB.toJson(message).getBytes(StandardCharsets.UTF_8).length;
        assertTrue(size <= maxBody, () -> size + " bytes");
        assertTrue(
                count == PostKeySharesRequest.MAX_SHARES || count == 1 || size > maxBody / 4,
                () -> size + " bytes are far too few");
    }
}
