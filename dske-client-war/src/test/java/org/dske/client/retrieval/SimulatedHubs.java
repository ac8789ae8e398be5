package org.dske.client.retrieval;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.dske.auditlog.AuditLog;
import org.dske.client.audit.ShareAuditor;
import org.dske.client.hub.KnownHub;
import org.dske.client.hub.PeerHub;
import org.dske.client.hub.PeerHubSettings;
import org.dske.client.hub.PeerHubs;
import org.dske.client.hub.RelaySettings;
import org.dske.client.keyshare.FetchedShares;
import org.dske.client.transport.HubException;
import org.dske.config.Settings;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.ledger.MemoryLedger;
import org.dske.sharing.NetworkSharing;
import org.dske.testing.MutableClock;

/** Hubs a, b and so on that nobody calls: they answer what a test says, in the order in which it says it. */
final class SimulatedHubs implements AutoCloseable {
    static final Duration LONG = Duration.ofMinutes(1);

    /** The time, which stands still. */
    final MutableClock clock = new MutableClock();
    /** Audits what was gathered. */
    final ShareAuditor auditor = new ShareAuditor(Thread::new);

    final List<PeerHub> hubs;
    private final PeerHubs peerHubs;
    private final List<Asked> asked = new ArrayList<>();

    /** What a hub was asked, and where its answer goes. */
    record Asked(String hub, List<KeyId> keyIds, CompletableFuture<FetchedShares> answer) {}

    SimulatedHubs(int count) {
        peerHubs = new PeerHubs(
                IntStream.range(0, count)
                        .mapToObj(place -> new KnownHub(
                                place + 1,
                                List.of(URI.create("http://127.0.0.1:1/hub/" + (char) ('a' + place))),
                                false))
                        .toList(),
                PeerHubSettings.of(new Settings(new NodeName("carol"), Map.of("dske.laboratory", "true"))),
                new MemoryLedger(),
                UUID::randomUUID,
                clock,
                clock,
                AuditLog.off(),
                Optional.empty(),
                Thread::new);
        hubs = peerHubs.all();
    }

    /** Begins to gather keys; what was asked before is forgotten. */
    KeyRetrieval gather(List<KeyId> keyIds, NetworkSharing sharing, RelaySettings settings) {
        synchronized (asked) {
            asked.clear();
        }
        return new KeyRetrieval(keyIds, hubs, sharing, this::ask, settings, auditor);
    }

    private CompletableFuture<FetchedShares> ask(PeerHub hub, List<KeyId> keyIds) {
        Asked one = new Asked(hub.name().name(), keyIds, new CompletableFuture<>());
        synchronized (asked) {
            asked.add(one);
        }
        return one.answer();
    }

    /** All that was asked, in order. */
    List<Asked> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    /** What a hub was asked, in order. */
    List<Asked> asked(String hub) {
        return asked().stream().filter(one -> one.hub().equals(hub)).toList();
    }

    /** Answers the last question to a hub. */
    void answer(String hub, FetchedShares shares) {
        last(hub).complete(shares);
    }

    /** Fails the last question to a hub. */
    void fail(String hub, HubException why) {
        last(hub).completeExceptionally(why);
    }

    private CompletableFuture<FetchedShares> last(String hub) {
        List<Asked> questions = asked(hub);
        return questions.get(questions.size() - 1).answer();
    }

    /** Waits until all has been audited that is to be audited now. */
    void awaitAuditor() {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        auditor.audit(
                new ShareAuditor.Audit() {
                    @Override
                    public long bytes() {
                        return 0;
                    }

                    @Override
                    public void audit() {
                        reached.complete(null);
                    }

                    @Override
                    public void close() {}
                },
                CompletableFuture.completedFuture(null),
                LONG);
        reached.join();
    }

    @Override
    public void close() {
        peerHubs.close();
        auditor.close();
    }
}
