package org.dske.client.management;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.dske.client.ahead.KeysAhead;
import org.dske.client.establishment.KeyEstablisher;
import org.dske.client.hub.PeerHub;
import org.dske.client.hub.PeerHubs;
import org.dske.client.retrieval.KeyRetriever;
import org.dske.management.Metric;
import org.dske.management.PsrdMetrics;
import org.dske.management.Refusals;
import org.dske.time.LatencyHistogram;

/** What is counted and measured of a client: the same numbers as in its status, and how many keys it has given out. */
final class ClientMetrics {
    private final PeerHubs hubs;
    private final KeyEstablisher establisher;
    private final int threshold;
    private final KeysAhead ahead;
    private final KeyRetriever retriever;
    private final Refusals refusals;

    ClientMetrics(
            PeerHubs hubs,
            int threshold,
            KeyEstablisher establisher,
            KeysAhead ahead,
            KeyRetriever retriever,
            Refusals refusals) {
        this.threshold = threshold;
        this.hubs = hubs;
        this.establisher = establisher;
        this.ahead = ahead;
        this.retriever = retriever;
        this.refusals = refusals;
    }

    Stream<Metric> all() {
        Stream<Metric> own = Stream.of(
                Metric.of(
                        "dske_keys_established_total",
                        Metric.Type.COUNTER,
                        "Keys established, as initiator",
                        establisher.established()),
                Metric.of(
                        "dske_keys_fetched_total",
                        Metric.Type.COUNTER,
                        "Keys delivered, as responder",
                        retriever.retrieved()),
                Metric.of(
                        "dske_keys_ahead_established_total",
                        Metric.Type.COUNTER,
                        "Keys established ahead of demand, as initiator",
                        ahead.established()),
                Metric.of(
                        "dske_keys_ahead_given_total",
                        Metric.Type.COUNTER,
                        "Keys given to masters that were established ahead of demand",
                        ahead.given()),
                Metric.of(
                        "dske_keys_ahead_expired_total",
                        Metric.Type.COUNTER,
                        "Keys established or fetched ahead of demand that nobody asked for in their time",
                        ahead.expired() + retriever.expired()),
                Metric.of(
                        "dske_keys_ahead",
                        Metric.Type.GAUGE,
                        "Keys ahead of demand: established for masters, or fetched for slaves, and not asked for yet",
                        ahead.count() + retriever.kept()),
                Metric.histogram(
                        "dske_enc_keys_seconds", "How long requests took that got keys, as initiator", ahead.times()),
                Metric.histogram(
                        "dske_dec_keys_seconds",
                        "How long requests took that got keys, as responder",
                        retriever.times()),
                Metric.histograms(
                        "dske_exchange_seconds",
                        "How long exchanges with the hub took whose answers verified",
                        "hub",
                        exchangeTimes()),
                refusals.metric(),
                counter(
                        "dske_wrong_shares_total",
                        "Shares that the hub gave, signed, and that are not those it was to give",
                        hub -> hub.faults().counts().wrongShares()),
                counter(
                        "dske_disputed_shares_total",
                        "Shares of the hub that others contradict, though nobody can say which are wrong",
                        hub -> hub.faults().counts().disputedShares()),
                counter(
                        "dske_unverified_answers_total",
                        "Answers in the name of the hub that did not verify",
                        hub -> hub.faults().counts().unverifiedAnswers()),
                Metric.of("dske_hubs_needed", Metric.Type.GAUGE, "Hubs that a key needs", threshold),
                byHub(
                        "dske_hub_ready",
                        Metric.Type.GAUGE,
                        "1 if the client is registered with the hub and the pools are filled, else 0",
                        hub -> hub.isReady() ? 1 : 0));
        Stream<Metric> psrd = PsrdMetrics.of(hubs.all().stream()
                .flatMap(hub -> hub.poolStatus(false).stream())
                .toList());
        return Stream.concat(own, psrd);
    }

    private Map<String, LatencyHistogram> exchangeTimes() {
        Map<String, LatencyHistogram> times = new HashMap<>();
        hubs.all().forEach(hub -> hub.exchangeTimes().forEach((name, each) -> times.put(name.toString(), each)));
        return times;
    }

    private Metric counter(String name, String help, ToLongFunction<PeerHub> number) {
        return byHub(name, Metric.Type.COUNTER, help, number);
    }

    private Metric byHub(String name, Metric.Type type, String help, ToLongFunction<PeerHub> number) {
        return new Metric(
                name,
                type,
                help,
                hubs.all().stream()
                        .map(hub -> new Metric.Sample(Map.of("hub", hub.name().name()), number.applyAsLong(hub)))
                        .toList());
    }
}
