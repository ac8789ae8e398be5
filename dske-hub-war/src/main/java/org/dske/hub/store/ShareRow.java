package org.dske.hub.store;

import java.security.GeneralSecurityException;
import org.dske.hub.share.NewShare;
import org.dske.hub.share.ShareId;
import org.dske.secret.SecretBytes;
import org.dske.store.StoreKey;

/**
 * A share as it lies in a database, before it is written.
 *
 * @param id its name
 * @param number its number
 * @param index its index
 * @param terms whom it is for, as a text
 * @param slaves how many slaves it has
 * @param size the size of its value in bytes
 * @param bytes how many bytes all of it takes
 * @param sealed the value, encrypted
 */
record ShareRow(ShareId id, long number, int index, String terms, int slaves, int size, long bytes, byte[] sealed) {
    /** Bytes that a share takes beside its value and names, measured. */
    private static final int OVERHEAD = 480;

    /** Encrypts a share. */
    static ShareRow seal(NewShare share, long number, StoreKey key) {
        String terms = TermsText.of(share.terms());
        int index = share.share().index();
        SecretBytes value = share.share().value();
        // The master is in two indices, and so is the name of the initiator.
        long names = terms.length()
                + 2L
                        * (share.id().master().name().length()
                                + share.id().initiator().name().length());
        return new ShareRow(
                share.id(),
                number,
                index,
                terms,
                share.terms().slaves().size(),
                value.size(),
                OVERHEAD + value.size() + names,
                key.sealTogether(value, what(share.id(), index, terms)));
    }

    /**
     * Decrypts a value.
     *
     * @throws GeneralSecurityException if it is not that of this share, for these slaves
     */
    static SecretBytes open(ShareId id, int index, String terms, byte[] sealed, StoreKey key)
            throws GeneralSecurityException {
        return key.openTogether(sealed, what(id, index, terms));
    }

    /** What the value is, and whom it is for: who can write to the database cannot give it to somebody else. */
    private static String what(ShareId id, int index, String terms) {
        return "share " + index + " of " + id.keyId() + " from " + id.initiator() + "\n" + id.master() + "\n" + terms;
    }
}
