package org.dske.client.establishment;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.auditlog.AuditEntry;
import org.dske.auditlog.AuditEvent;
import org.dske.auditlog.AuditLog;
import org.dske.client.hub.PeerHub;
import org.dske.client.hub.RelaySettings;
import org.dske.client.hub.TooFewHubsException;
import org.dske.client.keyshare.KeyShare;
import org.dske.client.keyshare.ShareBatch;
import org.dske.key.KeyBatch;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.UserKey;
import org.dske.key.Uuids;
import org.dske.secret.SecretBytes;
import org.dske.sharing.NetworkSharing;
import org.dske.sharing.SecretSharing;
import org.dske.sharing.Share;
import org.dske.sharing.SharingMode;
import org.dske.time.Deadline;

/**
 * Establishes keys, as initiator: makes them, splits them, and hands each hub one share of each key, with one exchange a hub however many
 * keys there are. Safe for concurrent use. Source: protocol, section 5.
 */
public final class KeyEstablisher {
    private final List<PeerHub> hubs;
    private final NetworkSharing sharing;
    private final RelaySettings settings;
    private final SecureRandom random;
    private final AuditLog audit;
    private final LongAdder established = new LongAdder();

    /**
     * An establisher.
     *
     * @param hubs the hubs, as many as there are shares
     */
    public KeyEstablisher(
            List<PeerHub> hubs, NetworkSharing sharing, RelaySettings settings, SecureRandom random, AuditLog audit) {
        this.hubs = List.copyOf(hubs);
        this.sharing = sharing;
        this.settings = settings;
        this.random = random;
        this.audit = audit;
    }

    /**
     * Makes fresh keys and hands a share of each to every hub. Returns once every hub has answered, or k have and the limit
     * for stragglers has passed.
     *
     * @return the keys, of each of which at least the same k hubs hold a share
     * @throws TooFewHubsException if fewer than k hubs took their shares: then nobody can join the keys
     * @throws org.dske.error.RequestException with 503 if what is delivered has to be recorded, and cannot be: no PSRD is used up for keys
     *     that nobody would get
     */
    public List<UserKey> establish(KeyRequest request) {
        return establish(
                request,
                Stream.generate(() -> new KeyId(Uuids.random(random)))
                        .limit(request.number())
                        .toList());
    }

    /**
     * The same with keys that nobody has asked for yet: they have the names of one batch.
     *
     * @param request for {@value KeyBatch#MOST} keys at most
     * @throws TooFewHubsException if fewer than k hubs took their shares
     */
    public List<UserKey> establishAhead(KeyRequest request) {
        return establish(request, KeyBatch.draw(request.number(), random).keyIds());
    }

    private List<UserKey> establish(KeyRequest request, List<KeyId> keyIds) {
        audit.requireWorking();
        List<UserKey> keys = keyIds.stream()
                .map(keyId -> new UserKey(keyId, SecretBytes.random(request.size(), random)))
                .toList();
        try {
            handOut(split(request, keys));
            established.add(keys.size());
            keyIds.forEach(keyId -> audit.note(AuditEntry.of(AuditEvent.KEY_ESTABLISHED)
                    .with("key_id", keyId)
                    .with("master", request.master())
                    .with("slaves", request.slaves())
                    .with("bits", request.size() * Byte.SIZE)
                    .with("sharing", request.sharing().wireName())));
            return keys;
        } catch (RuntimeException e) {
            keys.forEach(UserKey::close);
            throw e;
        }
    }

    /** Hands each hub its batch. */
    private void handOut(List<ShareBatch> split) {
        Iterator<ShareBatch> batches = split.iterator();
        HubAnswers<NodeName> answers =
                new HubAnswers<>(hubs, sharing.threshold(), hub -> hub.post(batches.next(), settings.timeout()));
        Deadline deadline = settings.deadline();
        int taken = 0;
        while (answers.next(deadline) != null) {
            taken++;
            if (taken == sharing.threshold()) {
                deadline = deadline.earlier(settings.stragglerDeadline());
            }
        }
        if (taken < sharing.threshold()) {
            taken += answers.rest(deadline.earlier(settings.stragglerDeadline()));
        }
        if (taken < sharing.threshold()) {
            throw new TooFewHubsException(taken, sharing.threshold(), answers.reasons());
        }
    }

    /** Splits keys; the batches are in the order of the hubs, and the shares in that of the keys. */
    private List<ShareBatch> split(KeyRequest request, List<UserKey> keys) {
        SecretSharing mode = sharing.in(request.sharing());
        List<List<KeyShare>> byHub = new ArrayList<>();
        hubs.forEach(hub -> byHub.add(new ArrayList<>(keys.size())));
        for (UserKey key : keys) {
            Map<Integer, Share> shares =
                    mode.split(key.id(), key.value()).stream().collect(Collectors.toMap(Share::index, share -> share));
            for (int i = 0; i < byHub.size(); i++) {
                Share share = Objects.requireNonNull(shares.get(indexOf(request.sharing(), i)));
                byHub.get(i).add(new KeyShare(key.id(), share));
            }
        }
        return byHub.stream()
                .map(shares -> new ShareBatch(
                        request.master(),
                        request.slaves(),
                        request.sharing(),
                        sharing.threshold(),
                        sharing.places(),
                        shares))
                .toList();
    }

    /** The index of a hub's shares: its place among the hubs in the mode {@code classic}, its number in the mode {@code its}. */
    private int indexOf(SharingMode mode, int hub) {
        return switch (mode) {
            case CLASSIC -> hub;
            case ITS -> hubs.get(hub).number();
        };
    }

    /** How many keys it has established since it was made. */
    public long established() {
        return established.sum();
    }
}
