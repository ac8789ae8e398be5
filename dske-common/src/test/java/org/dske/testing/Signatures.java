package org.dske.testing;

import java.util.List;
import java.util.UUID;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.signature.Signature;

/** Signatures of which only the tag matters. */
public final class Signatures {
    private static final Allocation ANY = new Allocation(List.of(new Fragment(new UUID(1, 2), 0, 32)));

    private Signatures() {}

    /**
     * A signature with a key in one fragment.
     *
     * @param tag its tag
     * @return the signature
     */
    public static Signature of(byte[] tag) {
        return new Signature(ANY, tag, Signature.SEMICOLON);
    }
}
