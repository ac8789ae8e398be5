package org.dske.client.retrieval;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.dske.client.audit.ShareAuditor;
import org.dske.client.hub.CompletionQueue;
import org.dske.client.hub.PeerHub;
import org.dske.client.hub.RelaySettings;
import org.dske.client.keyshare.FetchedShares;
import org.dske.client.transport.HubException;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.UserKey;
import org.dske.sharing.NetworkSharing;
import org.dske.time.Deadline;
import org.dske.time.Delay;
import org.jspecify.annotations.Nullable;

/**
 * One retrieval of some keys, of all of them or none. Every hub is asked for all keys at once.
 *
 * <p>A hub that lacks a key of the others is asked for those without it, but not before it is known of each key that some
 * hub has a share of it: what nobody has is not found, and no hub has given a share of the others away for it. Where a share
 * has come, the key exists, and a hub that had none may be one that the initiator has not reached yet: such hubs are asked
 * again, with growing delay, as long as they could make up k shares.
 *
 * <p>Closing it hands what has come, and what is still to come, to a {@link ShareAuditor}, who finds out which hubs gave what
 * they were not to give, and wipes it.
 *
 * <p>For one thread.
 */
final class KeyRetrieval implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final List<PeerHub> hubs;
    private final Question question;
    private final Deadline deadline;
    private final RelaySettings settings;
    private final PendingKeys pendingKeys;
    private final ShareAuditor auditor;
    private final CompletionQueue<PendingKeys.HubResponse> answers = new CompletionQueue<>();
    private Duration pause = FIRST_PAUSE;
    /** When to stop waiting for a hub that knows a key that too many others do not know; null if there is no such key. */
    private @Nullable Deadline denialEnd;

    /** What a hub is asked. */
    interface Question {
        /** Asks a hub for its shares of some keys. */
        CompletableFuture<FetchedShares> ask(PeerHub hub, List<KeyId> keyIds);
    }

    /**
     * Asks all hubs.
     *
     * @param keyIds the keys, each once
     */
    KeyRetrieval(
            List<KeyId> keyIds,
            List<PeerHub> hubs,
            NetworkSharing sharing,
            Question question,
            RelaySettings settings,
            ShareAuditor auditor) {
        this.hubs = List.copyOf(hubs);
        this.question = question;
        this.settings = settings;
        this.deadline = settings.deadline();
        this.auditor = auditor;
        List<NodeName> suspects = hubs.stream()
                .filter(hub -> hub.faults().isSuspect())
                .map(PeerHub::name)
                .toList();
        this.pendingKeys = new PendingKeys(keyIds, hubs.size(), suspects, sharing, deadline);
        hubs.forEach(hub -> ask(hub, keyIds, question.ask(hub, keyIds)));
    }

    /** Waits until k good shares of each key are there, or it is clear that they will not be. */
    boolean succeeds() {
        for (PendingKeys.HubResponse answer = answers.next(end()); answer != null; answer = answers.next(end())) {
            pendingKeys.take(answer);
            pendingKeys.search();
            if (missing().findAny().isEmpty()) {
                return true;
            }
            if (missing().anyMatch(PendingKey::isHopeless)) {
                return false;
            }
            askForTheRest();
            askLateHubs();
        }
        return false;
    }

    /** Waits for the hubs that have not answered yet, though the keys are out of reach. */
    void awaitRest() {
        pendingKeys.takeAll(answers, deadline.earlier(settings.stragglerDeadline()));
    }

    /** The keys, which are the caller's from now on, in the order in which they were asked for. */
    List<UserKey> keys() {
        return pendingKeys.keys();
    }

    /** Those that are there, though others may not be; they are the caller's from now on. */
    List<UserKey> joined() {
        return pendingKeys.joined();
    }

    /** The keys that are not there. */
    Stream<PendingKey> missing() {
        return pendingKeys.missing();
    }

    /**
     * Wipes the keys that nobody took. The shares are audited and then wiped, when all that were asked for have come or their time
     * is over; if the keys are out of reach, at once. Exchanges that are under way go on, so that both sides count the same bytes.
     */
    @Override
    public void close() {
        boolean delivered = missing().findAny().isEmpty();
        pendingKeys.close();
        auditor.audit(
                new AuditTask(hubs, pendingKeys, answers, settings),
                answers.all(),
                delivered ? deadline.left() : Duration.ZERO);
    }

    /**
     * The end of the wait for the next answer. A key that too many hubs do not know is none, unless one of the others knows it:
     * those have the stragglers' time from then on.
     */
    private Deadline end() {
        if (missing().noneMatch(PendingKey::isDenied)) {
            denialEnd = null;
            return deadline;
        }
        if (denialEnd == null) {
            denialEnd = settings.stragglerDeadline();
        }
        return deadline.earlier(denialEnd);
    }

    /** Asks hubs that refused some keys for the others. */
    private void askForTheRest() {
        if (pendingKeys.all().stream().allMatch(PendingKey::isSeen)) {
            for (PeerHub hub : hubs) {
                List<KeyId> rest = ids(missing().filter(key -> key.isWithheldBy(hub.name())));
                if (!rest.isEmpty()) {
                    ask(hub, rest, question.ask(hub, rest));
                }
            }
        }
    }

    /** Asks hubs again that may have by now what they did not have, after a pause, if there is time for it. */
    private void askLateHubs() {
        if (deadline.left().compareTo(pause) <= 0) {
            return;
        }
        List<PendingKey> needy = missing().filter(PendingKey::needsLateHubs).toList();
        CompletableFuture<Void> later = Delay.of(pause);
        boolean any = false;
        for (PeerHub hub : hubs) {
            List<KeyId> late = ids(needy.stream().filter(key -> key.mayComeFrom(hub.name())));
            if (!late.isEmpty()) {
                ask(hub, late, later.thenCompose(over -> question.ask(hub, late)));
                any = true;
            }
        }
        pause = any ? pause.multipliedBy(2) : pause;
    }

    private static List<KeyId> ids(Stream<PendingKey> keys) {
        return keys.map(PendingKey::id).toList();
    }

    private void ask(PeerHub hub, List<KeyId> keyIds, CompletableFuture<FetchedShares> answer) {
        pendingKeys.asked(hub.name(), keyIds);
        answers.expect(answer.handle((fetched, failure) -> new PendingKeys.HubResponse(
                hub.name(),
                keyIds,
                fetched == null ? FetchedShares.none(keyIds, HubException.explain(failure)) : fetched)));
    }
}
