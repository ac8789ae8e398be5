package org.dske.bench.targets;

/**
 * What the project aims at, on two cores, with the default configuration (stores in files, suite {@code its}), five hubs of which three give a
 * key back, 256-bit keys, all ten nodes on the machine, in one process where nothing else is said; with keys ahead, {@code dske.relay.ahead} is
 * {@value org.dske.bench.TargetsBench#AHEAD}.
 */
public enum Target {
    PAIR_ALONE("CPU a pair, number = 1, 1 encryptor", "x 12 echoes", 3),
    PAIR_AMONG_32("CPU a pair, number = 1, 32 encryptors", "x 12 echoes", 1),
    KEY_OF_128("CPU a key, number = 128", "x 12 echoes", 0.07),
    ENC_KEYS_MEDIAN("enc_keys p50, 1 encryptor", "ms", 2),
    ENC_KEYS_P99("enc_keys p99, 1 encryptor", "ms", 6),
    DEC_KEYS_MEDIAN("dec_keys p50, 1 encryptor", "ms", 2),
    DEC_KEYS_P99("dec_keys p99, 1 encryptor", "ms", 6),
    PAIR_AHEAD("keys ahead: CPU a pair, number = 1, 1 encryptor", "x 12 echoes", 0.5),
    ENC_KEYS_MEDIAN_AHEAD("keys ahead: enc_keys p50, 1 encryptor", "ms", 1),
    ENC_KEYS_P99_AHEAD("keys ahead: enc_keys p99, 1 encryptor", "ms", 3),
    DEC_KEYS_MEDIAN_AHEAD("keys ahead: dec_keys p50, 1 encryptor", "ms", 1),
    DEC_KEYS_P99_AHEAD("keys ahead: dec_keys p99, 1 encryptor", "ms", 3),
    FAILURES_1("failures, 1 encryptor, cold and warm", "", 0),
    FAILURES_8("failures, 8 encryptors, cold and warm", "", 0),
    FAILURES_32("failures, 32 encryptors, cold and warm", "", 0),
    FAILURES_128("failures, 128 encryptors, cold and warm", "", 0),
    START_OF_ONE("one process with all nodes: start", "CPU s", 12),
    MEMORY_OF_ONE("one process with all nodes: memory after load", "MiB", 500),
    START_OF_TEN("a process a node: start", "CPU s", 45),
    MEMORY_OF_TEN("a process a node: memory after load", "MiB", 2_500),
    KEY_MATERIAL("key material, number = 128, size = 16384", "Mbit/s", 200);

    private final String what;
    private final String unit;
    private final double bound;

    Target(String what, String unit, double bound) {
        this.what = what;
        this.unit = unit;
        this.bound = bound;
    }

    /** In words. */
    String what() {
        return what;
    }

    /** What it is measured in. */
    String unit() {
        return unit;
    }

    /** What is aimed at. */
    double bound() {
        return bound;
    }

    /** Whether the figure is to be at least that much, rather than at most. */
    boolean isAtLeast() {
        return this == KEY_MATERIAL;
    }

    /** Whether a figure is what is aimed at, or better. */
    boolean isMetBy(double figure) {
        return isAtLeast() ? figure >= bound : figure <= bound;
    }
}
