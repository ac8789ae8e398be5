package org.dske.client.relay;

import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.dske.client.audit.ShareAuditor;
import org.dske.client.hub.PeerHub;
import org.dske.error.ErrorCode;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.key.UserKey;
import org.dske.key.Uuids;
import org.dske.secret.SecretBytes;
import org.dske.sharing.NetworkSharing;
import org.dske.time.Ticker;

/**
 * Establishes keys through the hubs: as initiator it splits fresh keys and scatters the shares, as responder it gathers
 * shares and joins them, with one exchange a hub however many keys there are. Safe for concurrent use. Source: protocol,
 * section 5.
 */
public final class Relay implements AutoCloseable {
    private final List<PeerHub> hubs;
    private final NetworkSharing sharing;
    private final RelaySettings settings;
    private final SecureRandom random;
    private final Scattering scattering;
    private final DeliveredKeys delivered;
    private final ShareAuditor auditor;
    private final KeyCounts counts = new KeyCounts();

    /**
     * A relay over hubs.
     *
     * @param hubs the hubs, as many as there are shares
     * @param sharing how keys are split
     * @param settings how long a key may take
     * @param auditor audits the shares of keys that were fetched
     * @param random where keys come from
     * @param ticker measures how long deliveries are remembered
     */
    public Relay(
            List<PeerHub> hubs,
            NetworkSharing sharing,
            RelaySettings settings,
            ShareAuditor auditor,
            SecureRandom random,
            Ticker ticker) {
        this.hubs = List.copyOf(hubs);
        this.sharing = sharing;
        this.settings = settings;
        this.auditor = auditor;
        this.random = random;
        this.scattering = new Scattering(hubs, sharing, settings);
        this.delivered =
                new DeliveredKeys(DeliveredKeys.longest(hubs.size(), sharing.threshold(), settings.timeout()), ticker);
    }

    /**
     * Makes fresh keys and hands a share of each to every hub. Returns once every hub has answered, or k have and the limit
     * for stragglers has passed.
     *
     * @param request which keys
     * @return the keys, of each of which at least the same k hubs hold a share
     * @throws TooFewHubsException if fewer than k hubs took their shares: then nobody can join the keys
     */
    public List<UserKey> establish(KeyRequest request) {
        List<UserKey> keys = Stream.generate(() -> freshKey(request.size()))
                .limit(request.number())
                .toList();
        try {
            scattering.scatter(request, keys);
            counts.addEstablished(keys.size());
            return keys;
        } catch (RuntimeException e) {
            keys.forEach(UserKey::close);
            throw e;
        }
    }

    private UserKey freshKey(int size) {
        return new UserKey(new KeyId(Uuids.random(random)), SecretBytes.random(size, random));
    }

    /**
     * Gathers the shares of keys and joins them: all of them or none. Returns as soon as the keys are there, and waits for no
     * straggler then. The shares are audited afterwards, those that are still to come too, and hubs that gave wrong ones are
     * named, see {@link org.dske.client.audit.FaultRecord}.
     *
     * @param keyIds the keys, each once
     * @param master the encryptor that they were made for
     * @param slave the encryptor that asks
     * @return the keys, in the same order
     * @throws KeyNotFoundException if so many hubs have no share of one that the others are too few, or it was delivered
     * @throws KeyNotPermittedException if so many hubs say that one is for somebody else
     * @throws TooFewHubsException if fewer than k hubs gave a share of one
     */
    public List<UserKey> fetch(List<KeyId> keyIds, SaeId master, SaeId slave) {
        if (!delivered.claim(keyIds, slave)) {
            throw new KeyNotFoundException();
        }
        try (Gathering gathering = new Gathering(
                keyIds,
                hubs,
                sharing,
                (hub, asked) -> hub.fetch(asked, master, slave, settings.timeout()),
                settings,
                auditor)) {
            if (!gathering.succeeds()) {
                throw explain(gathering);
            }
            List<UserKey> keys = gathering.keys();
            counts.addFetched(keys.size());
            return keys;
        } catch (RuntimeException e) {
            delivered.release(keyIds, slave);
            throw e;
        }
    }

    private RuntimeException explain(Gathering gathering) {
        if (!isRefused(gathering, ErrorCode.NOT_FOUND) && !isRefused(gathering, ErrorCode.NOT_PERMITTED)) {
            gathering.awaitRest();
        }
        if (isRefused(gathering, ErrorCode.NOT_FOUND)) {
            return new KeyNotFoundException();
        }
        if (isRefused(gathering, ErrorCode.NOT_PERMITTED)) {
            return new KeyNotPermittedException();
        }
        SoughtKey worst = gathering
                .missing()
                .min(Comparator.comparingInt(SoughtKey::given))
                .orElseThrow();
        return worst.given() < sharing.threshold()
                ? new TooFewHubsException(worst.given(), sharing.threshold(), worst.reasons())
                : TooFewHubsException.ofWrongShares(worst.given(), sharing.threshold(), worst.reasons());
    }

    private static boolean isRefused(Gathering gathering, ErrorCode reason) {
        return gathering.missing().anyMatch(key -> key.isRefused(reason));
    }

    /**
     * How many keys went out.
     *
     * @return the counts, which go on counting
     */
    public KeyCounts counts() {
        return counts;
    }

    /** Audits no more shares, and wipes those that are waiting for it. To be closed after the hubs. */
    @Override
    public void close() {
        auditor.close();
    }
}
