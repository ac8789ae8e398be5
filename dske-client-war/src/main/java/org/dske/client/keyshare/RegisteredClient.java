package org.dske.client.keyshare;

import org.dske.key.NodeName;

/**
 * The client that an encryptor is registered with, as a hub says.
 *
 * @param name the client
 * @param classicOnly whether it speaks no better suite than {@code classic}; false if the hub does not say
 */
public record RegisteredClient(NodeName name, boolean classicOnly) {}
