package org.dske.client.keyshare;

import org.dske.key.KeyId;
import org.dske.sharing.Share;

/**
 * A share and the name of the key that it is a share of.
 *
 * @param keyId the key
 * @param share the share
 */
public record KeyShare(KeyId keyId, Share share) {}
