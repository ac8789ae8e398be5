package org.dske.client.relay;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dske.client.peerhub.PeerHub;
import org.dske.error.ErrorCode;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.key.UserKey;
import org.dske.secret.SecretBytes;
import org.dske.sharing.ClassicSharing;
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
     * Makes fresh keys and hands a share of each to every hub. Returns once every hub has answered, or k have and the limit
     * for stragglers has passed.
     *
     * @param request which keys
     * @return the keys, of each of which at least k hubs hold a share
     * @throws SharingUnavailableException if the keys cannot be shared in the mode that the request wants
     * @throws TooFewHubsException if fewer than k hubs took their shares: then nobody can join the keys
     */
    public List<UserKey> establish(KeyRequest request) {
        if (request.sharing() != null && !request.sharing().equals(ClassicSharing.NAME)) {
            throw new SharingUnavailableException();
        }
        return all(Stream.generate(
                        () -> establish(request.master(), request.slaves().get(0), request.size()))
                .limit(request.number()));
    }

    /** Collects keys; if one fails, wipes those before it. */
    private static List<UserKey> all(Stream<UserKey> keys) {
        List<UserKey> collected = new ArrayList<>();
        try {
            keys.forEach(collected::add);
            return collected;
        } catch (RuntimeException e) {
            collected.forEach(UserKey::close);
            throw e;
        }
    }

    private UserKey establish(SaeId master, SaeId slave, int size) {
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
     * Gathers the shares of keys and joins them: all of them or none. Returns as soon as the keys are there.
     *
     * @param keyIds the keys, each once
     * @param master the encryptor that they were made for
     * @param slave the encryptor that asks
     * @return the keys, in the same order
     * @throws KeyNotFoundException if so many hubs have no share of one that the others are too few, or it was delivered
     * @throws NotAuthorisedException if so many hubs say that one is for somebody else
     * @throws TooFewHubsException if fewer than k hubs gave a share of one
     */
    public List<UserKey> fetch(List<KeyId> keyIds, SaeId master, SaeId slave) {
        return all(keyIds.stream().map(keyId -> fetch(keyId, master, slave)));
    }

    private UserKey fetch(KeyId keyId, SaeId master, SaeId slave) {
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
