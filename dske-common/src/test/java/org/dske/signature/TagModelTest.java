package org.dske.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dske.field.SmallField;
import org.junit.jupiter.api.Test;

/**
 * The tag of the suite {@code its} over a field of 16 elements, where all keys, all messages and all forgeries can be tried:
 * a model of what the suite promises over GF(2^128). A message is 0 to 2 blocks and then its length, as in the suite.
 */
class TagModelTest {
    private static final SmallField FIELD = SmallField.OF_16;
    private static final int SIZE = FIELD.size();
    private static final int KEYS = SIZE * SIZE;

    /** All messages of up to two blocks, each with its length behind it. */
    private static List<int[]> messages(boolean withLength) {
        List<int[]> messages = new ArrayList<>();
        messages.add(new int[] {});
        for (int a = 0; a < SIZE; a++) {
            messages.add(new int[] {a});
            for (int b = 0; b < SIZE; b++) {
                messages.add(new int[] {a, b});
            }
        }
        if (withLength) {
            messages.replaceAll(message -> {
                int[] longer = Arrays.copyOf(message, message.length + 1);
                longer[message.length] = message.length;
                return longer;
            });
        }
        return messages;
    }

    /** The tags of a message under all keys (H, S). */
    private static int[] tags(int[] message) {
        int[] tags = new int[KEYS];
        for (int key = 0; key < KEYS; key++) {
            tags[key] = FIELD.hash(key / SIZE, message) ^ (key % SIZE);
        }
        return tags;
    }

    /**
     * Over all keys under which a message has a tag, how many let another message pass with another tag: the best that any
     * forger can do, for every message, tag, forged message and forged tag.
     *
     * @return the highest number of keys by the number of blocks of the longer message, the length being one
     */
    private static int[] bestForgeries(List<int[]> messages) {
        List<int[]> tags = messages.stream().map(TagModelTest::tags).toList();
        int[] best = new int[4];
        for (int seen = 0; seen < messages.size(); seen++) {
            for (int forged = 0; forged < messages.size(); forged++) {
                if (forged != seen) {
                    int[] both = new int[SIZE * SIZE];
                    for (int key = 0; key < KEYS; key++) {
                        both[tags.get(seen)[key] * SIZE + tags.get(forged)[key]]++;
                    }
                    int blocks = Math.max(messages.get(seen).length, messages.get(forged).length);
                    best[blocks] =
                            Math.max(best[blocks], Arrays.stream(both).max().orElseThrow());
                }
            }
        }
        return best;
    }

    @Test
    void everyTagOfEveryMessageFitsEveryHashKeyOnce() {
        for (int[] message : messages(true)) {
            int[] tags = tags(message);
            boolean[][] seen = new boolean[SIZE][SIZE];
            for (int key = 0; key < KEYS; key++) {
                seen[key / SIZE][tags[key]] = true;
            }
            // 256 keys in 256 places: so a tag says nothing about H, and a tag that is guessed fits one key of 16.
            for (boolean[] ofOneHashKey : seen) {
                for (boolean fits : ofOneHashKey) {
                    assertTrue(fits);
                }
            }
        }
    }

    @Test
    void noForgerDoesBetterThanTheBound() {
        // Of 16 keys that fit a message and its tag: (blocks + 1) let one forgery pass, at most.
        int[] best = bestForgeries(messages(true));
        for (int blocks = 2; blocks <= 3; blocks++) {
            assertTrue(best[blocks] <= blocks, best[blocks] + " of 16 keys, " + blocks + " blocks with the length");
        }
    }

    @Test
    void theBoundIsReached() {
        // Two blocks of message and its length: a polynomial of degree 3, and one with three roots exists.
        assertEquals(3, bestForgeries(messages(true))[3]);
    }

    @Test
    void withoutTheLengthForgingWouldBeSure() {
        // The empty message and one block of zeros have the same tag under every key.
        assertEquals(16, bestForgeries(messages(false))[1]);
    }
}
