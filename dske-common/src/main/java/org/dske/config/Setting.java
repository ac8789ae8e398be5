package org.dske.config;

import java.util.Arrays;
import java.util.Optional;
import org.dske.key.NodeName;

/**
 * Everything that can be configured: the one list of keys, their defaults and what is allowed. A key is {@code dske.} and
 * the setting's name for all nodes, or {@code dske.NODE.} and the setting's name for one node, which wins.
 */
public enum Setting {
    /** Size of the PSRD blocks that a client asks for. */
    PSRD_BLOCK_SIZE("psrd.block-size", Kind.wholeNumber(64, 16_777_216), "1048576"),
    /** A pool is refilled when fewer bytes than this are left. Default: a quarter of the block size. */
    PSRD_REFILL_BELOW("psrd.refill-below", Kind.wholeNumber(0, 16_777_216), ""),
    /** How long an allocation waits for the refill that is under way. */
    PSRD_WAIT("psrd.wait", Kind.duration(), "2s"),
    /** The largest PSRD block that a hub hands out. */
    PSRD_MAX_BLOCK_SIZE("psrd.max-block-size", Kind.wholeNumber(64, 67_108_864), "16777216"),
    /**
     * How PSRD comes from hubs, or goes to clients: by packages that a courier carries, over mutual TLS, or, in a laboratory, by HTTP from a
     * hub that believes everybody. Default: {@code http} in a laboratory, else {@code package}.
     */
    PSRD_SUPPLY("psrd.supply", Kind.oneOf("package", "tls", "http"), ""),
    /** The same for single hubs, or clients, as {@code hank=package,helen=tls}. */
    PSRD_SUPPLIES("psrd.supplies", Kind.list(), ""),
    /** The developer guide's small figures: blocks of 2000 bytes, refilled below 500. */
    PSRD_DEMONSTRATION("psrd.demonstration", Kind.flag(), "false"),

    /** The hash of the suite {@code classic}. */
    SIGNATURE_HASH("signature.hash", Kind.oneOf("hmac-sha256", "sha256"), "hmac-sha256"),
    /**
     * Client: whether no key is shared in the mode {@code classic}; on unless it is switched off. Hub: whether to refuse clients that
     * speak the suite {@code classic} only; off in a laboratory, else on.
     */
    SECURITY_REQUIRE_ITS("security.require-its", Kind.flag(), ""),
    /** The largest body that a node reads, in bytes. */
    HTTP_MAX_BODY("http.max-body", Kind.wholeNumber(1_024, 268_435_456), "1048576"),
    /**
     * How many connections one address may have open at a listener, of those that the launcher makes: when there is one more, the one that has
     * been quiet for the longest is closed.
     */
    HTTP_CONNECTIONS_PER_ADDRESS("http.connections-per-address", Kind.wholeNumber(1, 65_536), "256"),
    /**
     * How many connections over TLS one address may open in a second at a listener, of those that the launcher makes, on average: more have to
     * wait. A request that is turned down (4xx) counts as a quarter of one, a connection without TLS as a fortieth.
     */
    HTTP_CONNECTION_RATE("http.connection-rate", Kind.wholeNumber(1, 1_000_000), "20"),
    /** How many requests of one address are served at a time. */
    HTTP_REQUESTS_PER_ADDRESS("http.requests-per-address", Kind.wholeNumber(1, 65_536), "128"),
    /** How many requests of one certificate are served at a time; and of one client, at a hub. */
    HTTP_REQUESTS_PER_CALLER("http.requests-per-caller", Kind.wholeNumber(1, 65_536), "64"),

    /** Client: the certificate that it shows to hubs, and those of intermediate CAs, PEM, read again when it changes. */
    TLS_CERTIFICATE_FILE("tls.certificate-file", Kind.file(), ""),
    /** Client: the private key of that certificate, PEM, PKCS#8. */
    TLS_KEY_FILE("tls.key-file", Kind.file(), ""),
    /** The CAs of other nodes and of administrators, PEM, read again when it changes. */
    TLS_CA_FILE("tls.ca-file", Kind.file(), ""),
    /** The CRLs of these CAs, PEM, read again when it changes; it may come later. */
    TLS_CRL_FILE("tls.crl-file", Kind.file(), ""),

    /**
     * Whether this is a laboratory: whoever calls the management interface from this machine needs no token; a hub takes everybody in, and
     * hands out PSRD by HTTP; and encryptors are served over plain HTTP unless that is switched off.
     */
    LABORATORY("laboratory", Kind.flag(), "false"),

    /** Whether the status shows the first ten bytes of blocks, to who may operate the node: for study only. */
    MANAGEMENT_REVEAL("management.reveal", Kind.flag(), "false"),
    /** Whether {@code POST stop} ends the process, which must then be this node's alone. */
    MANAGEMENT_STOP_PROCESS("management.stop-process", Kind.flag(), "false"),
    /** Who may use the management interface by a certificate of {@link #TLS_CA_FILE}, as {@code alice,bob=read}. */
    MANAGEMENT_ADMINISTRATORS("management.administrators", Kind.list(), ""),
    /** The directory of the management interface's tokens, which are made at the first start. Default: that of the store. */
    MANAGEMENT_TOKENS("management.tokens", Kind.file(), ""),
    /**
     * The address of the listener that the management interface has to itself, which the launcher makes, and a server has by its own
     * configuration.
     */
    MANAGEMENT_HOST("management.host", Kind.text(), "127.0.0.1"),
    /**
     * The port that the management interface is at, and nothing else but the node's health, and the out-of-band interface if it has the
     * same; else it is at all.
     */
    MANAGEMENT_PORT("management.port", Kind.wholeNumber(1, 65_535), ""),
    /**
     * Hub: the port that the out-of-band interface is at, and nothing else but the node's health, and the management interface if it has
     * the same; else it is at all.
     */
    OOB_PORT("oob.port", Kind.wholeNumber(1, 65_535), ""),

    /** Where a node keeps its state: in a file, or in memory, where it dies with the process. */
    STORE("store", Kind.oneOf("sqlite", "memory"), "sqlite"),
    /** The directory of the node's store, of no other node. Default: {@code .dske/KIND-NAME} in the home of the user. */
    STORE_DIRECTORY("store.directory", Kind.file(), ""),
    /** The file with the key that the store is encrypted with: 64 hexadecimal digits, or 32 bytes. Default: made beside the store. */
    STORE_KEY_FILE("store.key-file", Kind.file(), ""),
    /**
     * Hub: the URL of a database of PostgreSQL that several instances of the hub have in common, for shares and clients, without a password;
     * none keeps them in the hub's own store.
     */
    STORE_SHARES("store.shares", Kind.text(), ""),
    /** Whether the node keeps an audit log. */
    AUDIT("audit", Kind.flag(), "true"),
    /** The file of the audit log. Default: {@code audit.jsonl} in the directory of the store; none where the store is in memory. */
    AUDIT_FILE("audit.file", Kind.file(), ""),
    /** Whether nothing is delivered that cannot be recorded in the audit log. */
    AUDIT_REQUIRED("audit.required", Kind.flag(), "false"),
    /** A device, such as a QRNG, whose bytes are mixed into the operating system's random numbers, and without which nothing is made. */
    RANDOM_DEVICE("random.device", Kind.file(), ""),
    /** The min-entropy of each byte of that device in bits, as its maker claims it: what its tests expect. */
    RANDOM_DEVICE_ENTROPY("random.device-entropy", Kind.decimal(0.1, 8), "6"),
    /** How long the device may be silent. */
    RANDOM_DEVICE_TIMEOUT("random.device-timeout", Kind.duration(), "2s"),

    /** How many nodes of this one's kind share its process, and with it the memory that is for their clients or hubs. */
    PROCESS_NODES("process.nodes", Kind.wholeNumber(1, 1_000), "1"),

    /** Hub: the number that all clients know it by, as its packages have it. */
    HUB_NUMBER("hub.number", Kind.wholeNumber(1, 255), ""),
    /** Hub: its base URLs, as its packages have them. */
    HUB_URLS("hub.urls", Kind.list(), ""),
    /**
     * Hub: the names and encryptors that may be registered, as {@code carol:sam+serena,connie:sofia}; without a colon, with any
     * encryptors but those of other entries. It authenticates nobody.
     */
    HUB_CLIENTS("hub.clients", Kind.list(), ""),
    /** Hub: how many clients it registers. */
    HUB_MAX_CLIENTS("hub.max-clients", Kind.wholeNumber(1, 65_536), "256"),
    /** Hub: bytes of the PSRD blocks that it holds for all clients together. Default: three eighths of its memory. */
    HUB_MAX_PSRD_BYTES("hub.max-psrd-bytes", Kind.wholeNumber(64, Integer.MAX_VALUE), ""),
    /** Hub: bytes of the shares that it holds for all clients together. Default: three sixteenths of its memory. */
    HUB_MAX_SHARE_BYTES("hub.max-share-bytes", Kind.wholeNumber(64, Integer.MAX_VALUE), ""),
    /** Hub: how many encryptors a client registers. */
    QUOTA_ENCRYPTORS("quota.encryptors", Kind.wholeNumber(1, 65_536), "256"),
    /** Hub: how many PSRD blocks it holds for a client in each of the two pools. */
    QUOTA_BLOCKS("quota.blocks", Kind.wholeNumber(1, 1_000_000), "1000"),
    /** Hub: bytes of the PSRD blocks that it holds for a client in each of the two pools. */
    QUOTA_PSRD_BYTES("quota.psrd-bytes", Kind.wholeNumber(64, Integer.MAX_VALUE), "33554432"),
    /** Hub: how many shares it holds that a client has handed over. */
    QUOTA_SHARES("quota.shares", Kind.wholeNumber(1, 10_000_000), "100000"),
    /** Hub: bytes that the shares take which it holds and a client has handed over, with their names. */
    QUOTA_SHARE_BYTES("quota.share-bytes", Kind.wholeNumber(64, Integer.MAX_VALUE), "33554432"),
    /** Hub: how long a fetched share can be fetched again by the same client. */
    KEY_SHARE_GRACE("key-share.grace", Kind.duration(KeyShareLimits.GRACE), "60s"),
    /** Hub: how long a share that nobody fetches is kept. */
    KEY_SHARE_TIME_TO_LIVE("key-share.time-to-live", Kind.duration(KeyShareLimits.TIME_TO_LIVE), "1h"),

    /** Client: its hubs, as {@code 1=URL,2=URL}: number and base URL, and perhaps the word {@code classic} after a blank. */
    CLIENT_HUBS("client.hubs", Kind.list(), ""),
    /** Client: which of several machines that are the same client this is, spelled like a node's name; nothing if it is the only one. */
    CLIENT_INSTANCE("client.instance", Kind.name(), ""),
    /** Client: the ports of the out-of-band interfaces of hubs that have them elsewhere, as {@code hank=8300,helen=8301}. */
    CLIENT_OOB_PORTS("client.oob-ports", Kind.list(), ""),
    /** Client: the SAE IDs of its encryptors. */
    CLIENT_ENCRYPTORS("client.encryptors", Kind.list(), ""),
    /** Client: k, how many shares give a key back; the same in the whole network. */
    SHARING_THRESHOLD("sharing.threshold", Kind.wholeNumber(2, 254), "3"),
    /** Client: whether keys under 128 bits may be shared in the mode {@code classic}. */
    SHARING_ALLOW_SHORT_KEYS("sharing.allow-short-keys", Kind.flag(), "false"),
    /** Client: how long {@code enc_keys} waits for further hubs once k have answered. */
    RELAY_STRAGGLER_LIMIT("relay.straggler-limit", Kind.duration(), "300ms"),
    /** Client: how long one exchange with a hub may take. */
    RELAY_HUB_TIMEOUT("relay.hub-timeout", Kind.duration(), "3s"),
    /** Client: how long all attempts for one key may take. */
    RELAY_TIMEOUT("relay.timeout", Kind.duration(), "5s"),
    /**
     * Client: how many keys of the default size are established ahead of demand for each slave that a master has asked for lately, at most;
     * and, unless it is 0, whether a responder fetches keys that were established together all at once.
     */
    RELAY_AHEAD("relay.ahead", Kind.wholeNumber(0, 4_096), "0"),
    /** Client: the part of each pool that keys ahead of demand may cost, as long as they have not been asked for. */
    RELAY_AHEAD_SHARE("relay.ahead-share", Kind.decimal(0, 1), "0.1"),
    /** Client: the first delay between attempts to reach a hub; it doubles up to {@link #HUB_RETRY_MAX}. */
    HUB_RETRY_MIN("hub-retry.min", Kind.duration(), "100ms"),
    /** Client: the longest delay between attempts to reach a hub. */
    HUB_RETRY_MAX("hub-retry.max", Kind.duration(), "1500ms"),
    /** Client: how long there may be nothing to hear of a hub before it is made sure that it is there and knows the client. */
    HUB_CHECK("hub-check", Kind.duration(), "5s"),

    /** Client: bits of a key when the encryptor names no size. */
    ETSI_KEY_SIZE("etsi.key-size", Kind.wholeNumber(8, 1_048_576), "256"),
    /** Client: the smallest key, in bits. */
    ETSI_MIN_KEY_SIZE("etsi.min-key-size", Kind.wholeNumber(8, 1_048_576), "64"),
    /** Client: the largest key, in bits. */
    ETSI_MAX_KEY_SIZE("etsi.max-key-size", Kind.wholeNumber(8, 1_048_576), "16384"),
    /** Client: how many keys one request may ask for. */
    ETSI_MAX_KEY_PER_REQUEST("etsi.max-key-per-request", Kind.wholeNumber(1, 1_024), "128"),
    /** Client: how many slaves a key may have beside the one that the path names. */
    ETSI_MAX_SAE_ID_COUNT("etsi.max-sae-id-count", Kind.wholeNumber(0, 64), "8"),
    /** Client: whether an encryptor may get a key with itself. */
    ETSI_LOOPBACK("etsi.loopback", Kind.flag(), "false"),
    /**
     * Client: whether encryptors are served over plain HTTP, which proves nothing of who calls: for the laboratory only, and there on unless
     * {@link #ETSI_CA_FILE} is set.
     */
    ETSI_PLAIN_HTTP("etsi.plain-http", Kind.flag(), ""),
    /** Client: the CAs that encryptors' certificates must be of, PEM, read again when it changes; without it the server alone decides. */
    ETSI_CA_FILE("etsi.ca-file", Kind.file(), ""),
    /** Client: the CRLs of these CAs, PEM, read again when it changes; it may come later. */
    ETSI_CRL_FILE("etsi.crl-file", Kind.file(), "");

    /** What every key starts with. */
    public static final String PREFIX = "dske.";

    private final String settingName;
    // A kind is a sentence and a function that holds nothing.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Kind kind;

    private final String defaultText;

    Setting(String settingName, Kind kind, String defaultText) {
        this.settingName = settingName;
        this.kind = kind;
        this.defaultText = defaultText;
    }

    /** {@return the key that sets it for all nodes, such as {@code dske.psrd.block-size}} */
    public String key() {
        return PREFIX + settingName;
    }

    /** {@return the key that sets it for one node, such as {@code dske.hank.psrd.block-size}} */
    public String key(String node) {
        return PREFIX + node + "." + settingName;
    }

    /** {@return the value of a setting that nobody set: a text that its kind allows, or empty if there is none} */
    public String defaultText() {
        return defaultText;
    }

    Kind kind() {
        return kind;
    }

    /** {@return the setting that a key with {@link #PREFIX} sets, with or without a node's name; nothing if no setting has this key} */
    public static Optional<Setting> of(String key) {
        String rest = key.substring(PREFIX.length());
        return Arrays.stream(values())
                .filter(setting -> setting.settingName.equals(rest) || setting.isOfNode(rest))
                .findFirst();
    }

    /** Whether a key without its prefix is a node's name, which may have dots, and this setting's. */
    private boolean isOfNode(String rest) {
        String ending = "." + settingName;
        return rest.endsWith(ending) && NodeName.isAllowed(rest.substring(0, rest.length() - ending.length()));
    }
}
