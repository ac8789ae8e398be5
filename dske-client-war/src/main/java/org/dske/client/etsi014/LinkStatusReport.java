package org.dske.client.etsi014;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.dske.client.ahead.KeysAhead;
import org.dske.client.caller.Callers;
import org.dske.client.encryptor.EncryptorDirectory;
import org.dske.client.establishment.SharingPolicy;
import org.dske.client.hub.PeerHub;
import org.dske.client.keyshare.RegisteredClient;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.sharing.SharingMode;
import org.jspecify.annotations.Nullable;

/** Tells an encryptor what to expect, with true values. Source: ETSI GS QKD 014, clauses 5.2 and 6.1. */
public final class LinkStatusReport {
    private final NodeName client;
    private final List<PeerHub> hubs;
    private final SharingPolicy sharing;
    private final EncryptorDirectory directory;
    private final KeyLimits limits;
    private final Callers callers;
    private final KeysAhead ahead;
    private final int blockSize;

    /**
     * The report of a client.
     *
     * @param blockSize the size of a block of PSRD in bytes
     */
    public LinkStatusReport(
            NodeName client,
            List<PeerHub> hubs,
            SharingPolicy sharing,
            EncryptorDirectory directory,
            KeyLimits limits,
            Callers callers,
            KeysAhead ahead,
            int blockSize) {
        this.client = client;
        this.hubs = List.copyOf(hubs);
        this.sharing = sharing;
        this.directory = directory;
        this.limits = limits;
        this.callers = callers;
        this.ahead = ahead;
        this.blockSize = blockSize;
    }

    /**
     * What there is to expect of keys with an encryptor.
     *
     * @throws org.dske.error.InvalidException if nobody has registered the slave
     */
    LinkStatus of(SaeId master, SaeId slave) {
        RegisteredClient target =
                callers.encryptors().contains(slave) ? new RegisteredClient(client, false) : directory.find(slave);
        Optional<SharingMode> possible = sharing.modeWith(target);
        SharingMode mode = possible.orElseGet(sharing::mode);
        int shareSize = sharing.shareSize(mode, limits.keySize() / Byte.SIZE);
        long kept = possible.isPresent() ? ahead.count(master, slave, mode) : 0;
        int stored = possible.isPresent() ? (int) Math.min(kept + freshKeys(shareSize), Integer.MAX_VALUE) : 0;
        return new LinkStatus(
                client.name(),
                nameOf(target),
                master.name(),
                slave.name(),
                limits.keySize(),
                stored,
                Math.max(stored, blockSize / shareSize),
                limits.maxKeysPerRequest(),
                limits.maxKeySize(),
                limits.minKeySize(mode),
                limits.maxSaeIdCount());
    }

    /** How many keys k hubs are good for: the k-th best of them limits it. */
    private long freshKeys(int shareSize) {
        return hubs.stream()
                .map(hub -> hub.keysLeft(shareSize))
                .sorted(Comparator.reverseOrder())
                .skip(sharing.threshold() - 1L)
                .findFirst()
                .orElse(0L);
    }

    private static String nameOf(@Nullable RegisteredClient target) {
        return target == null ? "" : target.name().name();
    }
}
