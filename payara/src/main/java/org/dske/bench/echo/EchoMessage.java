package org.dske.bench.echo;

import java.util.List;
import java.util.Map;

/**
 * A message of the size and form of the one that hands a share of a key to a hub (protocol, section 3), as JSON-B reads it by default.
 *
 * @param masterClientName a name
 * @param masterSaeId a name
 * @param slaveSaeId a name
 * @param userKeyId a UUID
 * @param shareIndex a number
 * @param fragments UUIDs, starts and sizes
 * @param encryptedShareValue 64 bytes in base64
 * @param sharing a word
 * @param threshold a number
 * @param places a number a hub
 */
public record EchoMessage(
        String masterClientName,
        String masterSaeId,
        String slaveSaeId,
        String userKeyId,
        int shareIndex,
        List<EchoFragment> fragments,
        String encryptedShareValue,
        String sharing,
        int threshold,
        Map<String, Integer> places) {
    public EchoMessage {
        fragments = List.copyOf(fragments);
        places = Map.copyOf(places);
    }

    /** A block, and the bytes of it. */
    public record EchoFragment(String blockUuid, int start, int size) {}
}
