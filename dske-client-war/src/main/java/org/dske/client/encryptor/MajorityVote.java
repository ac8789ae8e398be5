package org.dske.client.encryptor;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dske.client.hub.TooFewHubsException;
import org.dske.client.keyshare.RegisteredClient;
import org.dske.client.transport.HubException;
import org.dske.key.NodeName;

/**
 * The hubs' answers to the question which client an encryptor is registered with, and what is certain after them. Hubs that
 * cannot say, being other implementations, have answered and count for nothing. For one thread.
 */
final class MajorityVote {
    private final int hubs;
    private final int needed;
    private final Map<RegisteredClient, Integer> votes = new HashMap<>();
    /** The hubs that have not answered yet, or failed to. */
    private final Map<NodeName, HubException> silent = new TreeMap<>();

    private int pending;
    private int failed;
    private int denials;

    /** What is certain. */
    enum Outcome {
        /** Nothing yet. */
        OPEN,
        /** k hubs say the same of the client, or name the same one and no k of them can say the same of its suite any more. */
        FOUND,
        /** At least k hubs say that nobody has registered the encryptor, and no client can get k votes any more. */
        NOBODY,
        /** So many hubs have failed that the others are too few. */
        TOO_FEW,
        /** None of this can happen any more. */
        UNKNOWN
    }

    /**
     * A vote that no hub has answered.
     *
     * @param needed k, how many must agree
     */
    MajorityVote(Collection<NodeName> hubs, int needed) {
        this.hubs = hubs.size();
        this.needed = needed;
        this.pending = hubs.size();
        hubs.forEach(hub -> silent.put(hub, HubException.pending()));
    }

    /** A hub says which client it is, or that nobody has registered the encryptor. */
    void answered(NodeName hub, Optional<RegisteredClient> client) {
        pending--;
        silent.remove(hub);
        client.ifPresentOrElse(found -> votes.merge(found, 1, Integer::sum), () -> denials++);
    }

    /** A hub does neither: it refuses, signed, so it cannot say; or it failed. */
    void failed(NodeName hub, HubException why) {
        pending--;
        if (why.kind() == HubException.Kind.REFUSED) {
            silent.remove(hub);
        } else {
            silent.put(hub, why);
            failed++;
        }
    }

    /** What is certain now. */
    Outcome outcome() {
        int alike = votes.values().stream().max(Integer::compare).orElse(0);
        int sameName = votesByName().values().stream().max(Integer::compare).orElse(0);
        int denialsNeeded = Math.max(needed, hubs - needed + 1);
        if (alike >= needed || (sameName >= needed && alike + pending < needed)) {
            return Outcome.FOUND;
        }
        if (denials >= denialsNeeded) {
            return Outcome.NOBODY;
        }
        if (failed > hubs - needed) {
            return Outcome.TOO_FEW;
        }
        return sameName + pending >= needed || denials + pending >= denialsNeeded ? Outcome.OPEN : Outcome.UNKNOWN;
    }

    /**
     * The client that k hubs name. That it speaks {@code classic} only is believed if k hubs say so: fewer could be lying, to have
     * keys shared worse.
     */
    RegisteredClient winner() {
        return votes.entrySet().stream()
                .filter(vote -> vote.getValue() >= needed)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(this::winnerByName);
    }

    private RegisteredClient winnerByName() {
        NodeName name = votesByName().entrySet().stream()
                .filter(vote -> vote.getValue() >= needed)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        return new RegisteredClient(name, false);
    }

    private Map<NodeName, Integer> votesByName() {
        Map<NodeName, Integer> byName = new HashMap<>();
        votes.forEach((client, number) -> byName.merge(client.name(), number, Integer::sum));
        return byName;
    }

    /** Whether no hub is waited for. */
    boolean isOver() {
        return pending == 0;
    }

    /** The failure of a vote that too few hubs answered. */
    TooFewHubsException tooFew() {
        Map<NodeName, String> reasons = new TreeMap<>();
        silent.forEach((hub, why) -> reasons.put(hub, why.getMessage()));
        return new TooFewHubsException(hubs - silent.size(), needed, reasons);
    }
}
