package org.dske.client.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.dske.error.DskeException;
import org.dske.error.ErrorCode;
import org.dske.psrd.UnknownBlockException;
import org.dske.signature.ContextTooLongException;
import org.jspecify.annotations.Nullable;

/**
 * An exchange with a hub that came to nothing, and why. The reason is for people, and names no secret. It goes into logs and into
 * answers to encryptors, and may quote what a hub, or somebody in its name, has written: so it is one line, and not long.
 */
public final class HubException extends RuntimeException {
    private static final int MAX_REASON = 300;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");

    private static final Set<Kind> TRANSIENT = EnumSet.of(Kind.EXHAUSTED, Kind.DRY, Kind.SEEMS_DRY);

    private final Kind kind;
    private final int status;
    private final transient ErrorDetails details;

    /** In what way an exchange came to nothing. */
    public enum Kind {
        /** Nothing was sent: no connection. */
        NOT_SENT,
        /** Nothing was sent: with the suite that is settled, or for want of one, it is not to be. */
        WITHHELD,
        /** Nothing was sent: there is no PSRD that the two share, and none comes but with a package. */
        UNENROLLED,
        /** No answer: none in time, or a broken one. */
        NO_ANSWER,
        /** An answer that says it is signed, or has to be, and does not verify: anybody's. */
        UNVERIFIED,
        /** A signed answer in good order that this client, as it is configured, does not take. */
        UNWANTED,
        /** A signed answer that is not what was asked for, or makes no sense. */
        INVALID_RESPONSE,
        /** An answer that is signed with a block that this client does not have: got lost on its way, or forged. */
        UNKNOWN_BLOCK,
        /** An unsigned answer that hints that the hub does not know this client's blocks any more. */
        FORGOTTEN,
        /** A signed answer: the hub's own pool has run dry. */
        DRY,
        /** An unsigned answer that hints that the hub's own pool has run dry. */
        SEEMS_DRY,
        /** This client's own pool has run dry. */
        EXHAUSTED,
        /** A signed answer: the request names bytes that are used. This client may have been restored from a snapshot. */
        USED,
        /** An unsigned answer that hints that the request names bytes that are used. */
        SEEMS_USED,
        /** A signed error. */
        REFUSED
    }

    private HubException(Kind kind, int status, ErrorDetails details, String reason) {
        super(onOneLine(reason));
        this.kind = kind;
        this.status = status;
        this.details = details;
    }

    private static String onOneLine(String reason) {
        String line = UNPRINTABLE.matcher(reason).replaceAll(" ");
        return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON) + "...";
    }

    /** A failure of which nothing is to be known but its kind and its reason, one phrase for people. */
    public static HubException of(Kind kind, String reason) {
        return of(kind, ErrorDetails.NONE, reason);
    }

    /** A failure of which an answer says more, for programs: signed or not, as the kind says. */
    public static HubException of(Kind kind, ErrorDetails details, String reason) {
        return new HubException(kind, 0, details, reason);
    }

    /** A refusal, with the HTTP status code of the signed answer. */
    public static HubException refused(int status, ErrorDetails details, String reason) {
        return new HubException(Kind.REFUSED, status, details, reason);
    }

    /**
     * What a failed call came to: the failure itself if it is ours; else one that says what is to be known of it, without the bytes
     * that caused it.
     */
    public static HubException explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            HubException known = known(cause);
            if (known != null) {
                return known;
            }
        }
        Throwable inner = failure instanceof CompletionException ? failure.getCause() : failure;
        Throwable unexpected = inner == null ? failure : inner;
        return of(Kind.NO_ANSWER, "internal error (" + unexpected.getClass().getSimpleName() + ")");
    }

    private static @Nullable HubException known(Throwable cause) {
        return switch (cause) {
            case HubException ours -> ours;
            case UnknownBlockException unknown -> of(Kind.UNKNOWN_BLOCK, "its answer names an unknown block");
            case ContextTooLongException tooLong -> of(Kind.WITHHELD, tooLong.getMessage());
            case DskeException broken -> of(Kind.NO_ANSWER, "its answer is not valid: " + broken.getMessage());
            case ConnectException refused -> of(Kind.NOT_SENT, "connection refused");
            case TimeoutException over -> of(Kind.NO_ANSWER, "no answer in time");
            case IOException broken -> of(Kind.NO_ANSWER, "the connection broke");
            default -> null;
        };
    }

    /** The state of an exchange that has not ended: there is no answer. */
    public static HubException pending() {
        return of(Kind.NO_ANSWER, "no answer yet");
    }

    /** In what way the exchange came to nothing. */
    public Kind kind() {
        return kind;
    }

    /** Whether the hub refused, signed, with this status. */
    public boolean isRefusal(ErrorCode code) {
        return kind == Kind.REFUSED && status == code.httpStatus();
    }

    /** What the answer says for programs, which may be nothing. */
    public ErrorDetails details() {
        return details;
    }

    /** Whether the same question may soon have another answer: a hub without the share may get it yet, a dry pool is refilled. */
    public boolean isTransient() {
        return TRANSIENT.contains(kind) || isRefusal(ErrorCode.NOT_FOUND);
    }

    /** The reason, one phrase, which is never absent. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
