package org.dske.client.relay;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dske.client.peerhub.PeerHub;
import org.dske.error.ErrorCode;
import org.dske.error.InvalidException;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.jspecify.annotations.Nullable;

/**
 * Which client an encryptor is registered with, asked of the hubs: an answer that k hubs give alike is believed, and
 * remembered for a while, since asking costs PSRD. Safe for concurrent use.
 */
public final class EncryptorDirectory {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final List<PeerHub> hubs;
    private final int needed;
    private final Duration timeout;
    private final InstantSource clock;
    private final Map<SaeId, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(NodeName client, Instant since) {}

    /**
     * A directory over hubs.
     *
     * @param hubs the hubs
     * @param needed k, how many must agree
     * @param settings how long the hubs may take
     * @param clock the time
     */
    public EncryptorDirectory(List<PeerHub> hubs, int needed, RelaySettings settings, InstantSource clock) {
        this.hubs = List.copyOf(hubs);
        this.needed = needed;
        this.timeout = settings.timeout();
        this.clock = clock;
    }

    /**
     * Finds an encryptor's client.
     *
     * @param encryptor the encryptor
     * @return its client; null if too few hubs can say
     * @throws InvalidException if k hubs say that nobody has registered it
     */
    public @Nullable NodeName find(SaeId encryptor) {
        Entry known = entries.get(encryptor);
        if (known != null && known.since().plus(REMEMBERED).isAfter(clock.instant())) {
            return known.client();
        }
        NodeName client = ask(encryptor);
        if (client != null) {
            entries.put(encryptor, new Entry(client, clock.instant()));
        }
        return client;
    }

    private @Nullable NodeName ask(SaeId encryptor) {
        Answers<NodeName> answers = new Answers<>(hubs, needed, hub -> hub.find(encryptor, timeout));
        long deadline = System.nanoTime() + timeout.toNanos();
        Map<NodeName, Integer> votes = new HashMap<>();
        for (NodeName client = answers.next(deadline); client != null; client = answers.next(deadline)) {
            if (votes.merge(client, 1, Integer::sum) == needed) {
                return client;
            }
        }
        if (answers.refusals(ErrorCode.NOT_FOUND.httpStatus()) > hubs.size() - needed) {
            throw new InvalidException("SAE " + encryptor + " is not registered with any KME");
        }
        return null;
    }
}
