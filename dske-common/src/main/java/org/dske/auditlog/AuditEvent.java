package org.dske.auditlog;

import java.util.Locale;

/** What an audit log has lines of: the closed set of them. The user guide says what details each has. */
public enum AuditEvent {
    /** The first line of a chain, with an ID of its own, so that no two chains are alike. */
    CHAIN_BEGUN,
    /** The node has started. */
    NODE_STARTED,
    /** The node has stopped in good order: if this is not the last line before the next start, it did not. */
    NODE_STOPPED,
    /** Behind the last line of the run before was a part of one, which was cut off. */
    TAIL_CUT,
    /** Lines can be written again, after some could not; so many are missing here. */
    AUDIT_RESUMED,

    /** Client: a key was made, and enough hubs have taken shares of it. */
    KEY_ESTABLISHED,
    /** Client: a key goes out to an encryptor. */
    KEY_DELIVERED,
    /** Client: an encryptor asked for keys, and gets none. */
    KEY_REFUSED,
    /** Client: it has registered with a hub, and was not before, or in another suite. */
    HUB_REGISTERED,
    /** Client: a block of PSRD of a hub has come, out of band. */
    PSRD_RECEIVED,
    /** Client: a package of a hub was imported. */
    PACKAGE_IMPORTED,

    /** Hub: it holds a share of a key from now on. */
    SHARE_TAKEN,
    /** Hub: a share of a key goes out to a client. */
    SHARE_GIVEN,
    /** Hub: it took a share, or gave one, to nobody. */
    SHARE_REFUSED,
    /** Hub: a client has registered that was not, or with other encryptors. */
    CLIENT_REGISTERED,
    /** Hub: a client has taken leave. */
    CLIENT_UNREGISTERED,
    /** Hub: somebody wanted to register, or to take leave, and may not. */
    REGISTRATION_REFUSED,
    /** Hub: a block of PSRD goes out to a client, out of band. */
    PSRD_SUPPLIED,
    /** Hub: somebody wanted PSRD, and gets none. */
    PSRD_REFUSED,
    /** Hub: a package was made for a client. */
    PACKAGE_MADE,
    /** Hub: a client has come with its package: the PSRD in it is in use. */
    PACKAGE_TAKEN_UP,
    /** Hub: nobody has come with a package in its time. */
    PACKAGE_EXPIRED,
    /** Hub: a client was taken out. */
    CLIENT_UNENROLLED,

    /** An administrator has changed something, or tried to. */
    ADMINISTRATION,
    /** Somebody was turned away from the management interface. */
    ADMINISTRATOR_REFUSED,
    /** The status has shown an administrator the first bytes of blocks of PSRD. */
    SECRETS_REVEALED;

    /** {@return the word for it in a line, such as {@code key-delivered}} */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
