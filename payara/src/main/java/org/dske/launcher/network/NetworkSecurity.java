package org.dske.launcher.network;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.dske.ledger.Origin;

/**
 * What the clients of a network promise of their keys, as long as fewer than k hubs work together: the least that one of
 * them promises, of those that answer. Source: {@code docs/security.md}.
 *
 * @param unconditional whether it holds whatever an attacker computes
 * @param psrd how the weakest block of PSRD came, if the clients say so
 * @param wrongKeyLog2 the logarithm to the base 2 of the probability that shares with wrong values make one search give a wrong
 *     key, an upper bound
 * @param forgeryLog2 the same of the probability that one forged message passes; nothing if that rests on HMAC-SHA256
 */
public record NetworkSecurity(
        boolean unconditional, Optional<Origin> psrd, double wrongKeyLog2, OptionalDouble forgeryLog2) {
    private static final String UNCONDITIONAL = "unconditional";
    private static final String PSRD = "psrd";
    private static final String WRONG_KEY = "wrong_key_log2";
    private static final String FORGERY = "forgery_log2";

    /** What the clients among some nodes promise; nothing if none says so. */
    public static Optional<NetworkSecurity> of(List<NodeState> states) {
        return states.stream()
                .flatMap(state -> state.status().stream())
                .flatMap(NetworkSecurity::ofClient)
                .reduce(NetworkSecurity::least);
    }

    private static Stream<NetworkSecurity> ofClient(JsonObject status) {
        return status.get("security") instanceof JsonObject security
                        && security.get(WRONG_KEY) instanceof JsonNumber wrongKey
                ? Stream.of(new NetworkSecurity(
                        security.getBoolean(UNCONDITIONAL, false),
                        origin(security.getString(PSRD, "")),
                        wrongKey.doubleValue(),
                        forgery(security)))
                : Stream.empty();
    }

    private static Optional<Origin> origin(String word) {
        return Arrays.stream(Origin.values())
                .filter(origin -> origin.wireName().equals(word))
                .findFirst();
    }

    private static OptionalDouble forgery(JsonObject security) {
        return security.get(FORGERY) instanceof JsonNumber number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    private NetworkSecurity least(NetworkSecurity other) {
        return new NetworkSecurity(
                unconditional && other.unconditional,
                Stream.of(psrd, other.psrd).flatMap(Optional::stream).min(Comparator.naturalOrder()),
                Math.max(wrongKeyLog2, other.wrongKeyLog2),
                forgeryLog2.isPresent() && other.forgeryLog2.isPresent()
                        ? OptionalDouble.of(Math.max(forgeryLog2.getAsDouble(), other.forgeryLog2.getAsDouble()))
                        : OptionalDouble.empty());
    }

    /** For people, in one line. */
    public String toText() {
        String wrongKey = String.format(Locale.ROOT, "wrong shares give a wrong key with at most 2^%.1f", wrongKeyLog2);
        String forgery = forgeryLog2.isPresent()
                ? String.format(
                        Locale.ROOT,
                        ", and a forged message of the largest size passes with at most 2^%.1f",
                        forgeryLog2.getAsDouble())
                : "";
        return "Security, " + basis() + ": " + wrongKey + forgery;
    }

    /** What it rests on: that the numbers hold at all, and that PSRD is secret. */
    private String basis() {
        String numbers = forgeryLog2.isPresent() ? "whatever an attacker computes" : "as far as HMAC-SHA256 holds";
        return psrd.map(origin -> switch (origin) {
                    case LABORATORY -> numbers + ", if nobody listened when PSRD came in plain text";
                    case TLS -> numbers + ", if the TLS that PSRD came over is not broken";
                    case COURIER -> numbers;
                })
                .orElse(numbers + ", if PSRD is secret");
    }

    /** For scripts: the members as the clients have them. */
    public JsonObject toJson() {
        JsonObjectBuilder json =
                Json.createObjectBuilder().add(UNCONDITIONAL, unconditional).add(WRONG_KEY, wrongKeyLog2);
        psrd.ifPresent(origin -> json.add(PSRD, origin.wireName()));
        forgeryLog2.ifPresent(bound -> json.add(FORGERY, bound));
        return json.build();
    }
}
