package org.dske.client.establishment;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dske.client.encryptor.EncryptorDirectory;
import org.dske.client.keyshare.RegisteredClient;
import org.dske.error.InvalidException;
import org.dske.key.SaeId;
import org.dske.sharing.NetworkSharing;
import org.dske.sharing.SharingMode;
import org.jspecify.annotations.Nullable;

/**
 * The mode in which a client shares keys: {@code its}, unless its configuration has fewer than k hubs that speak the suite
 * {@code its}, or a slave's client speaks {@code classic} only, as k hubs say, and the configuration allows keys of the mode
 * {@code classic}. Nothing else that comes over the wire changes it. Source: protocol, section 5.
 */
public final class SharingPolicy {
    private final SharingMode best;
    private final int classicHubs;
    private final NetworkSharing sharing;
    private final boolean requireIts;
    private final EncryptorDirectory directory;

    /**
     * The mode in use.
     *
     * @param itsHubs how many hubs the configuration does not let speak {@code classic}
     * @param requireIts whether no key is shared in the mode {@code classic}
     */
    public SharingPolicy(int itsHubs, NetworkSharing sharing, boolean requireIts, EncryptorDirectory directory) {
        this.best = itsHubs >= sharing.threshold() ? SharingMode.ITS : SharingMode.CLASSIC;
        this.classicHubs = sharing.places().numbers().size() - itsHubs;
        this.sharing = sharing;
        this.requireIts = requireIts;
        this.directory = directory;
    }

    /** The mode for keys for which none is asked for, and whose slaves' clients speak {@code its}: the best that there is. */
    public SharingMode mode() {
        return best;
    }

    /**
     * The mode for keys for which one may be asked for, as far as it can be told without their slaves.
     *
     * @param wanted the mode; null if any will do
     * @return that mode, or the best that there is
     * @throws SharingUnavailableException if the mode is not to be had
     */
    public SharingMode mode(@Nullable SharingMode wanted) {
        SharingMode mode = Objects.requireNonNullElse(wanted, best);
        boolean refused = mode == SharingMode.ITS ? best != SharingMode.ITS : requireIts;
        if (refused) {
            throw new SharingUnavailableException();
        }
        return mode;
    }

    /**
     * The mode for keys for some slaves, who are looked up.
     *
     * @param wanted the mode; null if any will do
     * @return that mode; if any will do, one that the slaves' clients can join
     * @throws SharingUnavailableException if the mode is not to be had with these slaves
     * @throws InvalidException if k hubs say that nobody has registered one of them, or that its client speaks {@code classic} only
     *     and the configuration does not allow that
     * @throws TooFewHubsException if too few hubs answer
     */
    public SharingMode mode(@Nullable SharingMode wanted, Collection<SaeId> slaves) {
        SharingMode mode = mode(wanted);
        Map<SaeId, RegisteredClient> clients = directory.requireRegistered(slaves);
        if (mode == SharingMode.CLASSIC) {
            return mode;
        }
        for (Map.Entry<SaeId, RegisteredClient> slave : clients.entrySet()) {
            if (slave.getValue().classicOnly()) {
                return modeForClassicOnly(wanted, slave.getKey(), slave.getValue());
            }
        }
        return mode;
    }

    private SharingMode modeForClassicOnly(@Nullable SharingMode wanted, SaeId slave, RegisteredClient client) {
        if (wanted == SharingMode.ITS) {
            throw new SharingUnavailableException();
        }
        if (requireIts) {
            throw new InvalidException("SAE " + slave + " is registered with KME " + client.name()
                    + ", which speaks the suite classic only: it cannot join keys of the mode its, which is"
                    + " required here");
        }
        return SharingMode.CLASSIC;
    }

    /**
     * The mode for keys with a slave, without a request for any.
     *
     * @param slave the slave's client; null if that is not known
     * @return the mode; nothing if there can be no keys
     */
    public Optional<SharingMode> modeWith(@Nullable RegisteredClient slave) {
        if (best == SharingMode.ITS && slave != null && slave.classicOnly()) {
            return requireIts ? Optional.empty() : Optional.of(SharingMode.CLASSIC);
        }
        return Optional.of(best);
    }

    /** How many hubs may speak the suite {@code classic}: those that the configuration lets do so. */
    public int classicHubs() {
        return classicHubs;
    }

    /**
     * What a key costs in a mode.
     *
     * @param keySize the key's size in bytes
     * @return the size of its shares in bytes
     */
    public int shareSize(SharingMode mode, int keySize) {
        return sharing.in(mode).shareSize(keySize);
    }

    /** The number of shares that give a key back, in either mode, <i>k</i>. */
    public int threshold() {
        return sharing.threshold();
    }
}
