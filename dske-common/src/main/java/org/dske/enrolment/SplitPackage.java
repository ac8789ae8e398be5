package org.dske.enrolment;

import java.security.SecureRandom;
import java.util.List;
import org.dske.error.InvalidException;
import org.dske.secret.SecretBytes;

/**
 * A package in two files whose bytes are to be joined by XOR, for two couriers: who has one of them has nothing, whatever it computes.
 * Source: protocol, section 7.
 */
public final class SplitPackage {
    private SplitPackage() {}

    /** {@return the two parts of a package's file, each of its size: either alone is random} */
    public static List<SecretBytes> split(SecretBytes file, SecureRandom random) {
        SecretBytes first = SecretBytes.random(file.size(), random);
        return List.of(first, xor(first.expose(), file.expose()));
    }

    /**
     * Joins two parts, which stay the caller's.
     *
     * @return the package's file, if they are those of one package
     * @throws InvalidException if they are not of one size: one sentence, which completes "the package ..."
     */
    public static SecretBytes join(byte[] one, byte[] other) {
        if (one.length != other.length) {
            throw new InvalidException("is in two parts that are not of one size: they are not those of one package");
        }
        return xor(one, other);
    }

    private static SecretBytes xor(byte[] one, byte[] other) {
        byte[] both = one.clone();
        for (int i = 0; i < both.length; i++) {
            both[i] ^= other[i];
        }
        return SecretBytes.owning(both);
    }
}
