package org.dske.client.relay;

import java.util.List;
import org.dske.client.keyshare.FetchedShares;
import org.dske.key.KeyId;
import org.dske.key.NodeName;

/**
 * What came of a question to a hub for its shares of some keys.
 *
 * @param hub the hub
 * @param about the keys that it was asked for
 * @param fetched what came of it
 */
record Answer(NodeName hub, List<KeyId> about, FetchedShares fetched) {}
