package org.dske.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.launcher.etsi.EtsiClient;
import org.dske.launcher.etsi.KeyPair;
import org.dske.launcher.etsi.KmeException;
import org.dske.time.Ticker;

/**
 * Keys at both ends: a master gets some with one Get key, its slave the same with one Get key with key IDs, and they are compared.
 *
 * @param etsi the encryptors
 * @param encryptors their names, at least two: each is master of the next, the last one of the first
 * @param size the bits of a key, the KME's default if empty
 * @param number how many at a time
 */
public record KeyWork(EtsiClient etsi, List<SaeId> encryptors, OptionalInt size, int number)
        implements IntFunction<Work> {
    /** Get key (ETSI GS QKD 014, 5.3). */
    public static final String ENC_KEYS = "enc_keys";
    /** Get key with key IDs (5.4). */
    public static final String DEC_KEYS = "dec_keys";
    /** Both, one after the other. */
    public static final String PAIR = "pair";

    public KeyWork {
        encryptors = List.copyOf(encryptors);
    }

    @Override
    public Work apply(int i) {
        SaeId master = encryptors.get(i % encryptors.size());
        SaeId slave = encryptors.get((i + 1) % encryptors.size());
        return (begin, notes) -> run(master, slave, begin, notes);
    }

    private void run(SaeId master, SaeId slave, long begin, Notes notes) {
        String call = ENC_KEYS;
        try {
            List<DeliveredKey> keys = etsi.keys(master, slave, size, OptionalInt.of(number));
            long middle = Ticker.SYSTEM.nanos();
            requireNumber(keys.size());
            notes.took(ENC_KEYS, Duration.ofNanos(middle - begin));
            call = DEC_KEYS;
            List<DeliveredKey> others = etsi.keysWithIds(
                    master, slave, keys.stream().map(DeliveredKey::id).toList());
            if (!KeyPair.of(keys, others).stream().allMatch(KeyPair::matches)) {
                throw new KmeException("keys differ", "the keys of the two ends differ");
            }
            notes.took(DEC_KEYS, Ticker.SYSTEM.since(middle));
            notes.took(PAIR, Ticker.SYSTEM.since(begin));
            notes.done(keys.size());
        } catch (KmeException e) {
            notes.failed(call, e.kind(), String.valueOf(e.getMessage()), 1);
        } catch (LauncherException e) {
            notes.failed(call, "not sent", String.valueOf(e.getMessage()), 1);
        }
    }

    private void requireNumber(int delivered) {
        if (delivered != number) {
            throw new KmeException("wrong number", "the KME delivers " + delivered + " keys in place of " + number);
        }
    }
}
