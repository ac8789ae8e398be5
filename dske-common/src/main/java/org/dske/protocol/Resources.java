package org.dske.protocol;

import java.util.Set;

/** The paths and parameters of a hub's interfaces. Source: developer guide, "API endpoints"; protocol, sections 1 and 3. */
public final class Resources {
    /** The out-of-band interface, below the node's base URL. */
    public static final String OOB = "dske/oob/v1";

    /** The management interface. */
    public static final String MANAGEMENT = "mgmt/v1";

    /** Make an enrolment package, at a hub, or import one, at a client; below {@link #MANAGEMENT}. */
    public static final String PACKAGES = "packages";

    /** The node's page, for people: it is where the management interface is. */
    public static final String PAGE = "";
    /** What the page is made of. */
    public static final String PAGE_FILES = "page";

    /** Whether the node is well, for everybody. */
    public static final String HEALTH = "health";
    /** Below {@link #HEALTH}: whether it is there at all. */
    public static final String LIVE = "live";
    /** Below {@link #HEALTH}: whether it can do its work. */
    public static final String READY = "ready";

    private static final Set<String> ALL_HEALTH = Set.of(HEALTH, HEALTH + "/" + LIVE, HEALTH + "/" + READY);

    /** The in-band interface, below the node's base URL. */
    public static final String API = "dske/api/v1";
    /** Register and unregister, out of band. */
    public static final String REGISTRATION = "registration";
    /** Fetch a block of PSRD, out of band. */
    public static final String PSRD = "psrd";
    /** Post and get a share, in band. */
    public static final String KEY_SHARE = "key-share";
    /** Post the shares of several keys, in band. */
    public static final String KEY_SHARES = "key-shares";
    /** Below {@link #KEY_SHARES}: get the shares of several keys, in band. */
    public static final String FETCH = "fetch";
    /** Post and get the shares of what is waiting, of any number of encryptors' requests, in band. */
    public static final String EXCHANGE = "exchange";
    /** Look up an encryptor, in band. */
    public static final String ENCRYPTORS = "encryptors";

    /** Query parameter: the client that asks. */
    public static final String CLIENT_NAME = "client_name";
    /** Query parameter: which of the machines that are the client that asks; missing if it is the only one. */
    public static final String INSTANCE = "instance";
    /** Query parameter: {@code client} or {@code hub}. */
    public static final String POOL_OWNER = "pool_owner";
    /** Query parameter: the size of a block in bytes. */
    public static final String SIZE = "size";
    /** Query parameter: the encryptor that a key was made for. */
    public static final String MASTER_SAE_ID = "master_sae_id";
    /** Query parameter: the encryptor at the other end. */
    public static final String SLAVE_SAE_ID = "slave_sae_id";
    /** Query parameter: the key. */
    public static final String KEY_ID = "key_id";

    private Resources() {}

    /** {@return whether a path asks for {@link #HEALTH}, written as it is here and in no other way} */
    public static boolean isHealth(String path) {
        return ALL_HEALTH.contains(path);
    }

    /** {@return whether a path asks for {@link #PAGE} or what that is made of} */
    public static boolean isPage(String path) {
        return path.equals(PAGE) || path.startsWith(PAGE_FILES + "/");
    }
}
