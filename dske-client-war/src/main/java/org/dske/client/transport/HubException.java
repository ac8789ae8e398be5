package org.dske.client.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.dske.error.DskeException;
import org.dske.error.ErrorCode;
import org.dske.psrd.UnknownBlockException;
import org.dske.signature.ContextTooLongException;

/**
 * An exchange with a hub that came to nothing, and why. The reason is for people, and names no secret. It goes into logs and into
 * answers to encryptors, and may quote what a hub, or somebody in its name, has written: so it is one line, and not long.
 */
public final class HubException extends RuntimeException {
    private static final int MAX_REASON = 300;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");

    private final Kind kind;
    private final int status;
    private final long missing;
    private final transient ErrorDetails details;

    /** In what way an exchange came to nothing. */
    public enum Kind {
        /** Nothing was sent: no connection. */
        NOT_SENT,
        /** Nothing was sent: with the suite that is settled, or for want of one, it is not to be. */
        WITHHELD,
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

    private HubException(Kind kind, int status, long missing, ErrorDetails details, String reason) {
        super(onOneLine(reason));
        this.kind = kind;
        this.status = status;
        this.missing = missing;
        this.details = details;
    }

    private static String onOneLine(String reason) {
        String line = UNPRINTABLE.matcher(reason).replaceAll(" ");
        return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON) + "...";
    }

    /**
     * A failure of which nothing is to be known but its kind and its reason.
     *
     * @param kind in what way the exchange came to nothing
     * @param reason one phrase, for people
     * @return the exception, to be thrown
     */
    public static HubException of(Kind kind, String reason) {
        return new HubException(kind, 0, 0, ErrorDetails.NONE, reason);
    }

    /**
     * A hub whose own pool has run dry.
     *
     * @param missing how many bytes it lacks, as it says
     * @param reason one phrase, for people
     * @return the exception, to be thrown
     */
    public static HubException dry(long missing, String reason) {
        return new HubException(Kind.DRY, 0, missing, ErrorDetails.NONE, reason);
    }

    /**
     * A hub whose own pool has run dry, as an unsigned answer says.
     *
     * @param missing how many bytes it lacks, as the answer says
     * @param reason one phrase, for people
     * @return the exception, to be thrown
     */
    static HubException seemsDry(long missing, String reason) {
        return new HubException(Kind.SEEMS_DRY, 0, missing, ErrorDetails.NONE, reason);
    }

    /**
     * A refusal.
     *
     * @param status the HTTP status code
     * @param details what is said for programs
     * @param reason one phrase, for people
     * @return the exception, to be thrown
     */
    public static HubException refused(int status, ErrorDetails details, String reason) {
        return new HubException(Kind.REFUSED, status, 0, details, reason);
    }

    /**
     * What a failed call came to.
     *
     * @param failure the failure, perhaps wrapped by somebody
     * @return the failure itself if it is ours; else one that says what is to be known of it, without the bytes that caused it
     */
    public static HubException explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case HubException ours -> {
                    return ours;
                }
                case UnknownBlockException unknown -> {
                    return of(Kind.UNKNOWN_BLOCK, "its answer names an unknown block");
                }
                case ContextTooLongException tooLong -> {
                    return of(Kind.WITHHELD, tooLong.getMessage());
                }
                case DskeException broken -> {
                    return of(Kind.NO_ANSWER, "its answer is not valid: " + broken.getMessage());
                }
                case ConnectException refused -> {
                    return of(Kind.NOT_SENT, "connection refused");
                }
                case TimeoutException over -> {
                    return of(Kind.NO_ANSWER, "no answer in time");
                }
                case IOException broken -> {
                    return of(Kind.NO_ANSWER, "the connection broke");
                }
                default -> {
                    // It may be wrapped.
                }
            }
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return unexpected(cause == null ? failure : cause);
    }

    /**
     * The state of an exchange that has not ended.
     *
     * @return a failure for want of an answer
     */
    public static HubException pending() {
        return of(Kind.NO_ANSWER, "no answer yet");
    }

    private static HubException unexpected(Throwable failure) {
        return of(Kind.NO_ANSWER, "internal error (" + failure.getClass().getSimpleName() + ")");
    }

    /**
     * In what way the exchange came to nothing.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The status of a signed error.
     *
     * @return the HTTP status code; empty for any other kind
     */
    public OptionalInt refusal() {
        return kind == Kind.REFUSED ? OptionalInt.of(status) : OptionalInt.empty();
    }

    /**
     * Whether the hub refused, signed, with a status.
     *
     * @param code what the status says
     * @return false for any other status and any other kind
     */
    public boolean isRefusal(ErrorCode code) {
        return kind == Kind.REFUSED && status == code.httpStatus();
    }

    /**
     * What the hub says about its refusal, for programs.
     *
     * @return the details, which may be none
     */
    public ErrorDetails details() {
        return details;
    }

    /**
     * Whether the same question may have another answer soon: a hub without the share may get it yet, a dry pool is
     * refilled.
     *
     * @return true if it makes sense to ask again
     */
    public boolean mayPass() {
        return switch (kind) {
            case EXHAUSTED, DRY, SEEMS_DRY -> true;
            case REFUSED -> isRefusal(ErrorCode.NOT_FOUND);
            case NOT_SENT,
                    WITHHELD,
                    NO_ANSWER,
                    UNVERIFIED,
                    UNWANTED,
                    INVALID_RESPONSE,
                    UNKNOWN_BLOCK,
                    FORGOTTEN,
                    USED,
                    SEEMS_USED -> false;
        };
    }

    /**
     * How many bytes the hub's pool lacks, as far as the hub says so.
     *
     * @return bytes; 0 for any other kind
     */
    public long missing() {
        return missing;
    }

    /**
     * The reason, which is never absent.
     *
     * @return one phrase
     */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
