package org.dske.client.relay;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.dske.client.peerhub.PeerHub;
import org.dske.error.ErrorCode;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.key.UserKey;
import org.dske.secret.SecretBytes;
import org.dske.sharing.SecretSharing;
import org.dske.sharing.Share;

/**
 * Establishes keys through the hubs: as initiator it splits a fresh key and scatters the shares, as responder it gathers
 * shares and joins them. Safe for concurrent use. Source: protocol, section 5.
 */
public final class Relay {
    private final List<PeerHub> hubs;
    private final SecretSharing sharing;
    private final RelaySettings settings;
    private final SecureRandom random;
    private final DeliveredKeys delivered;

    /**
     * A relay over hubs.
     *
     * @param hubs the hubs, as many as there are shares
     * @param sharing how keys are split
     * @param settings how long a key may take
     * @param random where keys come from
     * @param clock the time
     */
    public Relay(
            List<PeerHub> hubs,
            SecretSharing sharing,
            RelaySettings settings,
            SecureRandom random,
            InstantSource clock) {
        this.hubs = List.copyOf(hubs);
        this.sharing = sharing;
        this.settings = settings;
        this.random = random;
        this.delivered = new DeliveredKeys(clock);
    }

    /**
     * Makes a fresh key and hands a share of it to every hub. Returns once every hub has answered, or k have and the limit
     * for stragglers has passed.
     *
     * @param master the encryptor that asks
     * @param slave the encryptor at the other end
     * @param size the key's size in bytes
     * @return the key, of which at least k hubs hold a share
     * @throws TooFewHubsException if fewer than k hubs took their share: then nobody can join the key
     */
    public UserKey establish(SaeId master, SaeId slave, int size) {
        KeyId keyId = new KeyId(KeyId.randomUuid(random));
        UserKey key = new UserKey(keyId, SecretBytes.random(size, random));
        Iterator<Share> shares = sharing.split(keyId, key.value()).iterator();
        Answers<NodeName> answers = new Answers<>(
                hubs, sharing.threshold(), hub -> hub.post(keyId, master, slave, shares.next(), settings.timeout()));
        long deadline = deadlineIn(settings.timeout());
        int taken = 0;
        while (answers.next(deadline) != null) {
            taken++;
            if (taken == sharing.threshold()) {
                deadline = Math.min(deadline, deadlineIn(settings.stragglerLimit()));
            }
        }
        if (taken < sharing.threshold()) {
            taken += answers.rest(Math.min(deadline, deadlineIn(settings.stragglerLimit())));
        }
        if (taken < sharing.threshold()) {
            key.close();
            throw new TooFewHubsException(taken, sharing.threshold(), answers.reasons());
        }
        return key;
    }

    /**
     * Gathers the shares of a key and joins them. Returns as soon as the key is there.
     *
     * @param keyId the key
     * @param master the encryptor that it was made for
     * @param slave the encryptor that asks
     * @return the key
     * @throws KeyNotFoundException if so many hubs have no share of it that the others are too few, or it was delivered
     * @throws NotAuthorisedException if so many hubs say that it is for somebody else
     * @throws TooFewHubsException if fewer than k hubs gave a share of it
     */
    public UserKey fetch(KeyId keyId, SaeId master, SaeId slave) {
        if (!delivered.claim(keyId, slave)) {
            throw new KeyNotFoundException();
        }
        try {
            return gather(keyId, master, slave);
        } catch (RuntimeException e) {
            delivered.release(keyId, slave);
            throw e;
        }
    }

    private UserKey gather(KeyId keyId, SaeId master, SaeId slave) {
        try (Gathering gathering = new Gathering(
                keyId, hubs, sharing, hub -> hub.get(keyId, master, slave, settings.timeout()), settings.timeout())) {
            Optional<SecretBytes> key = gathering.key();
            if (key.isEmpty()) {
                throw explain(gathering);
            }
            return new UserKey(keyId, key.get());
        }
    }

    private RuntimeException explain(Gathering gathering) {
        Answers<Share> answers = gathering.answers();
        if (!saySo(answers, ErrorCode.NOT_FOUND) && !saySo(answers, ErrorCode.NOT_PERMITTED)) {
            gathering.awaitRest(settings.stragglerLimit());
        }
        if (saySo(answers, ErrorCode.NOT_FOUND)) {
            return new KeyNotFoundException();
        }
        if (saySo(answers, ErrorCode.NOT_PERMITTED)) {
            return new NotAuthorisedException("to get this key");
        }
        return gathering.given() < sharing.threshold()
                ? new TooFewHubsException(gathering.given(), sharing.threshold(), answers.reasons())
                : TooFewHubsException.ofWrongShares(gathering.given(), sharing.threshold(), answers.reasons());
    }

    /** Whether so many hubs refuse for one reason that the others are too few. */
    private boolean saySo(Answers<Share> answers, ErrorCode code) {
        return answers.refusals(code.httpStatus()) > hubs.size() - sharing.threshold();
    }

    private static long deadlineIn(Duration time) {
        return System.nanoTime() + time.toNanos();
    }
}
