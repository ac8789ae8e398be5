package org.dske.client.etsi014;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dske.error.InvalidException;
import org.dske.key.SaeId;

/**
 * Whom an encryptor may share a key with: anybody but itself, as far as this client knows. Whether somebody has registered
 * them is asked of the hubs.
 *
 * @param loopback whether an encryptor may be at both ends, as the other one or among the additional slaves
 * @param maxAdditional how many additional slaves a key may have
 */
public record Partners(boolean loopback, int maxAdditional) {
    static final String ADDITIONAL = "additional_slave_SAE_IDs";

    /**
     * The encryptor at the other end.
     *
     * @throws InvalidException if it is the caller itself, or no SAE ID
     */
    SaeId other(SaeId caller, String named) {
        SaeId other = new SaeId(named);
        requireOther(caller, other);
        return other;
    }

    /**
     * All encryptors that a key is for but the one that asks for it.
     *
     * @return each once, that of the path first
     * @throws InvalidException if one is the caller itself or no SAE ID, is named twice, or there are too many
     */
    List<SaeId> slaves(SaeId master, String named, List<String> additional) {
        if (additional.size() > maxAdditional) {
            throw new InvalidException(ADDITIONAL + " has " + additional.size() + " SAE IDs, but at most "
                    + maxAdditional + " are allowed");
        }
        Set<SaeId> slaves = new LinkedHashSet<>(List.of(other(master, named)));
        for (String name : additional) {
            SaeId slave = additional(name);
            requireOther(master, slave);
            if (!slaves.add(slave)) {
                throw new InvalidException(ADDITIONAL + " names " + slave + ", which is a slave of the key already");
            }
        }
        return new ArrayList<>(slaves);
    }

    private static SaeId additional(String name) {
        try {
            return new SaeId(name);
        } catch (InvalidException e) {
            throw new InvalidException(ADDITIONAL + ": " + e.getMessage());
        }
    }

    private void requireOther(SaeId caller, SaeId other) {
        if (other.equals(caller) && !loopback) {
            throw new InvalidException("an SAE cannot share a key with itself");
        }
    }
}
