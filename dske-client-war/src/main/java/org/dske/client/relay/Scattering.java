package org.dske.client.relay;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.dske.client.hub.PeerHub;
import org.dske.client.keyshare.KeyShare;
import org.dske.client.keyshare.ShareBatch;
import org.dske.key.NodeName;
import org.dske.key.UserKey;
import org.dske.sharing.NetworkSharing;
import org.dske.sharing.SecretSharing;
import org.dske.sharing.Share;
import org.dske.sharing.SharingMode;
import org.dske.time.Deadline;

/** The scattering of the shares of some keys: each hub gets one share of each key, in one batch. */
final class Scattering {
    private final List<PeerHub> hubs;
    private final NetworkSharing sharing;
    private final RelaySettings settings;

    /**
     * A scattering over hubs.
     *
     * @param hubs the hubs, as many as there are shares
     * @param sharing how keys are split
     * @param settings how long it may take
     */
    Scattering(List<PeerHub> hubs, NetworkSharing sharing, RelaySettings settings) {
        this.hubs = List.copyOf(hubs);
        this.sharing = sharing;
        this.settings = settings;
    }

    /**
     * Hands the shares out. Returns once every hub has answered, or k have and the limit for stragglers has passed.
     *
     * @param request whom the keys are for
     * @param keys the keys, which stay the caller's
     * @throws TooFewHubsException if fewer than k hubs took the whole batch
     */
    void scatter(KeyRequest request, List<UserKey> keys) {
        Iterator<ShareBatch> batches = split(request, keys).iterator();
        Answers<NodeName> answers =
                new Answers<>(hubs, sharing.threshold(), hub -> hub.post(batches.next(), settings.timeout()));
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
}
