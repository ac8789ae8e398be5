package org.dske.launcher.doctor.check;

import java.util.Locale;
import org.dske.launcher.ExitStatus;

/**
 * What a check has found.
 *
 * @param check what was looked at, a word such as {@code ports}
 * @param result how it is
 * @param text what was found
 * @param advice what to do; empty if there is nothing to do
 * @param side whose turn it is: {@link ExitStatus#OK} unless it is a failure
 */
public record Finding(String check, Result result, String text, String advice, ExitStatus side) {
    /** How it is. */
    public enum Result {
        /** As it should be. */
        SUCCESS,
        /** It works, but somebody should see to it, or know of it. */
        WARNING,
        /** It does not work, or will not, or is not safe. */
        FAILURE;

        /** The word for it, in lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** It is as it should be. */
    public static Finding success(String check, String text) {
        return new Finding(check, Result.SUCCESS, text, "", ExitStatus.OK);
    }

    /** Somebody should see to it. */
    public static Finding warning(String check, String text, String advice) {
        return new Finding(check, Result.WARNING, text, advice, ExitStatus.OK);
    }

    /** Something is wrong here. */
    public static Finding failure(String check, String text, String advice) {
        return new Finding(check, Result.FAILURE, text, advice, ExitStatus.HERE);
    }

    /** Something is wrong at a node. */
    public static Finding failureOfNode(String check, String text, String advice) {
        return new Finding(check, Result.FAILURE, text, advice, ExitStatus.OTHER_SIDE);
    }
}
