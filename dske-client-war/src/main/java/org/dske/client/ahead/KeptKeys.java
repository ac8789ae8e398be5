package org.dske.client.ahead;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dske.key.KeyId;
import org.dske.key.UserKey;
import org.dske.secret.SecretBytes;
import org.dske.store.StoreKey;
import org.dske.time.Deadline;
import org.dske.time.Delay;
import org.dske.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Keys that nobody has asked for yet, in memory only, and each for a time, the same for all of a group. They are encrypted (AES-256-GCM) as
 * those of one group, and open as no other's: a heap dump has none of them. Bounded in bytes, and in keys of a group. Safe for concurrent use.
 *
 * @param <G> whom keys are for; equal groups have equal texts
 */
public final class KeptKeys<G> implements AutoCloseable {
    /** What a key takes beside its own bytes: the wrapped key, and objects. */
    static final int AROUND_A_KEY = 256;

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final long mostBytes;
    private final int mostOfGroup;
    private final SecureRandom random;
    private final Ticker ticker;
    private final Map<G, Map<KeyId, Kept>> groups = new HashMap<>();
    private @Nullable StoreKey key;
    private long bytes;
    private int count;
    private long expired;
    private boolean looking;
    private boolean closed;

    private record Kept(byte[] sealed, Deadline end) {
        long bytes() {
            return (long) AROUND_A_KEY + sealed.length;
        }
    }

    /** A key that was taken out, and is still encrypted. */
    private record Taken(KeyId keyId, byte[] sealed) {}

    /**
     * No keys.
     *
     * @param mostBytes how much memory they may take
     * @param mostOfGroup how many keys a group may have
     */
    public KeptKeys(long mostBytes, int mostOfGroup, SecureRandom random, Ticker ticker) {
        this.mostBytes = mostBytes;
        this.mostOfGroup = mostOfGroup;
        this.random = random;
        this.ticker = ticker;
    }

    /** Whether there is room for some more keys of a group, of so many bytes each. */
    public synchronized boolean hasRoom(G group, int number, int keySize) {
        return !closed
                && current(group).size() + number <= mostOfGroup
                && bytes + number * ((long) AROUND_A_KEY + keySize) <= mostBytes;
    }

    /**
     * Keeps a key, which is wiped here.
     *
     * @param time for how long
     * @return false if there is no room for it
     */
    public boolean keep(G group, UserKey userKey, Duration time) {
        try (userKey) {
            byte[] sealed = key().sealTogether(userKey.value(), name(group, userKey.id()));
            return keep(group, userKey.id(), new Kept(sealed, ticker.deadline(time)));
        }
    }

    private synchronized boolean keep(G group, KeyId keyId, Kept kept) {
        if (closed || current(group).size() >= mostOfGroup || bytes + kept.bytes() > mostBytes) {
            return false;
        }
        Map<KeyId, Kept> keys = groups.computeIfAbsent(group, absent -> new LinkedHashMap<>());
        wipe(keys.remove(keyId));
        keys.put(keyId, kept);
        bytes += kept.bytes();
        count++;
        lookAgainLater();
        return true;
    }

    /**
     * Takes the oldest keys of a group, which are the caller's from now on.
     *
     * @return so many keys, or none at all if there are fewer
     */
    public List<UserKey> take(G group, int number) {
        return takeSealed(group, number).stream()
                .map(taken -> open(group, taken))
                .toList();
    }

    private synchronized List<Taken> takeSealed(G group, int number) {
        Map<KeyId, Kept> keys = current(group);
        if (keys.size() < number) {
            return List.of();
        }
        List<Taken> taken = new ArrayList<>(number);
        keys.entrySet().stream()
                .limit(number)
                .forEach(oldest -> taken.add(
                        new Taken(oldest.getKey(), oldest.getValue().sealed().clone())));
        taken.forEach(each -> remove(group, each.keyId()));
        return taken;
    }

    /**
     * Looks for keys of a group, which stay where they are.
     *
     * @return a copy of each that is there, which is the caller's
     */
    public Map<KeyId, UserKey> find(G group, Collection<KeyId> keyIds) {
        Map<KeyId, UserKey> found = new HashMap<>();
        findSealed(group, keyIds).forEach(taken -> found.put(taken.keyId(), open(group, taken)));
        return found;
    }

    private synchronized List<Taken> findSealed(G group, Collection<KeyId> keyIds) {
        Map<KeyId, Kept> keys = current(group);
        List<Taken> found = new ArrayList<>();
        for (KeyId keyId : keyIds) {
            Kept kept = keys.get(keyId);
            if (kept != null) {
                found.add(new Taken(keyId, kept.sealed().clone()));
            }
        }
        return found;
    }

    /** Wipes keys of a group, as far as they are there. */
    public synchronized void remove(G group, Collection<KeyId> keyIds) {
        keyIds.forEach(keyId -> remove(group, keyId));
    }

    private void remove(G group, KeyId keyId) {
        Map<KeyId, Kept> keys = groups.get(group);
        if (keys != null) {
            wipe(keys.remove(keyId));
            if (keys.isEmpty()) {
                groups.remove(group);
            }
        }
    }

    /** It is in no group any more. */
    private void wipe(@Nullable Kept kept) {
        if (kept != null) {
            bytes -= kept.bytes();
            count--;
            Arrays.fill(kept.sealed(), (byte) 0);
        }
    }

    /** How many keys a group has. */
    public synchronized int count(G group) {
        return current(group).size();
    }

    /** How many keys there are. */
    public synchronized int count() {
        return count;
    }

    /** How many keys nobody asked for in their time, since it was made. */
    public synchronized long expired() {
        return expired;
    }

    /** A group's keys, the oldest first, without those whose time is over. */
    private Map<KeyId, Kept> current(G group) {
        Map<KeyId, Kept> keys = groups.getOrDefault(group, Map.of());
        expire(keys);
        if (keys.isEmpty()) {
            groups.remove(group);
        }
        return keys;
    }

    private void expire(Map<KeyId, Kept> keys) {
        Iterator<Kept> oldest = keys.values().iterator();
        while (oldest.hasNext()) {
            Kept kept = oldest.next();
            if (!kept.end().isOver()) {
                return;
            }
            oldest.remove();
            wipe(kept);
            expired++;
        }
    }

    /** Wipes what is over also if nobody asks. */
    private void lookAgainLater() {
        if (!looking) {
            looking = true;
            var unused = Delay.of(BETWEEN_LOOKS).thenRun(this::expire);
        }
    }

    private synchronized void expire() {
        looking = false;
        List.copyOf(groups.keySet()).forEach(this::current);
        if (count > 0) {
            lookAgainLater();
        }
    }

    /** Wipes all keys. */
    public synchronized void clear() {
        groups.values().forEach(keys -> keys.values().forEach(this::wipe));
        groups.clear();
    }

    /** Made when the first key comes, as random numbers may not be there before. */
    private synchronized StoreKey key() {
        if (key == null) {
            key = StoreKey.ofMemory(random);
        }
        return key;
    }

    private UserKey open(G group, Taken taken) {
        try {
            SecretBytes value = key().openTogether(taken.sealed(), name(group, taken.keyId()));
            return new UserKey(taken.keyId(), value);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was kept is damaged", e);
        }
    }

    /** What is authenticated with a key. */
    private String name(G group, KeyId keyId) {
        return keyId + " " + group;
    }

    /** Wipes all keys, and keeps none any more. */
    @Override
    public synchronized void close() {
        closed = true;
        clear();
    }

    /** Shows how many keys there are, and none of their bytes. */
    @Override
    public String toString() {
        return "KeptKeys[" + count() + " keys]";
    }
}
