package org.dske.client.hub;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dske.error.DskeException;
import org.dske.error.ErrorCode;
import org.dske.key.NodeName;

/** A key that could not be established or fetched, because fewer than k hubs did their part. */
public final class TooFewHubsException extends DskeException {
    private final transient Map<String, Object> reasons;

    /**
     * A key that did not come about.
     *
     * @param needed k
     */
    public TooFewHubsException(int answered, int needed, Map<NodeName, String> reasons) {
        this(answered + " hubs did their part where " + needed + " are needed", reasons);
    }

    private TooFewHubsException(String message, Map<NodeName, String> reasons) {
        super(ErrorCode.UNAVAILABLE, message + sentence(reasons));
        Map<String, Object> byName = new LinkedHashMap<>();
        reasons.forEach((hub, reason) -> byName.put(hub.name(), reason));
        this.reasons = byName;
    }

    /**
     * A key that did not come about though enough hubs did their part, because of shares that are wrong.
     *
     * @param needed k
     * @return the exception, to be thrown
     */
    public static TooFewHubsException ofWrongShares(int answered, int needed, Map<NodeName, String> reasons) {
        return new TooFewHubsException(
                "the shares of " + answered + " hubs do not give the key back: fewer than " + needed
                        + " of them are right",
                reasons);
    }

    private static String sentence(Map<NodeName, String> reasons) {
        StringBuilder sentence = new StringBuilder();
        reasons.forEach((hub, reason) -> sentence.append(sentence.isEmpty() ? ": " : "; ")
                .append(hub)
                .append(": ")
                .append(reason));
        return sentence.toString();
    }

    /** The reason of each hub that did not do its part. */
    @Override
    public Map<String, Object> details() {
        return reasons;
    }
}
