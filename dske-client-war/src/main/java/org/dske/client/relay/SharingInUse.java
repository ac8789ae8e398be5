package org.dske.client.relay;

import java.util.List;
import java.util.Objects;
import org.dske.client.hub.PeerHub;
import org.dske.client.psrd.RegistrationStatus;
import org.dske.sharing.NetworkSharing;
import org.dske.sharing.SharingMode;
import org.jspecify.annotations.Nullable;

/**
 * The mode in which a client shares keys: {@code its} while every hub in use speaks the suite {@code its}, and {@code classic} as
 * soon as one does not. A hub is in use from its first registration on, even while it is away. Source: protocol, section 5.
 *
 * <p>An answer is of the moment. That no share of the mode {@code its} goes to a hub that speaks {@code classic} is made sure
 * of when it is sent. While no hub is in use the answer is {@code its}, which can fail and cannot promise too much.
 */
public final class SharingInUse {
    private final List<PeerHub> hubs;
    private final NetworkSharing sharing;
    private final boolean requireIts;

    /**
     * The mode in use.
     *
     * @param hubs the client's hubs
     * @param sharing the modes that there are
     * @param requireIts whether {@code classic} is refused
     */
    public SharingInUse(List<PeerHub> hubs, NetworkSharing sharing, boolean requireIts) {
        this.hubs = List.copyOf(hubs);
        this.sharing = sharing;
        this.requireIts = requireIts;
    }

    /**
     * The mode for keys for which none is asked for.
     *
     * @return the best that there is
     */
    public SharingMode mode() {
        boolean its = hubs.stream()
                .map(PeerHub::registration)
                .filter(RegistrationStatus::registered)
                .allMatch(RegistrationStatus::isIts);
        return its ? SharingMode.ITS : SharingMode.CLASSIC;
    }

    /**
     * The mode for keys for which one may be asked for.
     *
     * @param wanted the mode; null if any will do
     * @return that mode, or the best that there is
     * @throws SharingUnavailableException if the mode is not to be had
     */
    public SharingMode mode(@Nullable SharingMode wanted) {
        SharingMode best = mode();
        SharingMode mode = Objects.requireNonNullElse(wanted, best);
        boolean refused = mode == SharingMode.ITS ? best != SharingMode.ITS : requireIts;
        if (refused) {
            throw new SharingUnavailableException();
        }
        return mode;
    }

    /**
     * What a key costs in a mode.
     *
     * @param mode the mode
     * @param keySize the key's size in bytes
     * @return the size of its shares in bytes
     */
    public int shareSize(SharingMode mode, int keySize) {
        return sharing.in(mode).shareSize(keySize);
    }

    /**
     * The number of shares that give a key back, in either mode.
     *
     * @return <i>k</i>
     */
    public int threshold() {
        return sharing.threshold();
    }
}
