package org.dske.hub.keyshare;

import java.util.List;

/**
 * What there is to see of a share that a hub holds.
 *
 * @param keyId the key
 * @param masterSaeId the encryptor that the key was made for
 * @param slaveSaeIds the encryptors at the other ends
 * @param shareIndex the share's index
 * @param size the share's size in bytes
 * @param ageSeconds how long the hub has held it
 */
public record ShareStatus(
        String keyId, String masterSaeId, List<String> slaveSaeIds, int shareIndex, int size, long ageSeconds) {}
