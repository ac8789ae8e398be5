package org.dske.config;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.dske.key.NodeName;

/**
 * How PSRD comes from each hub, or goes to each client. It is one way for each of them, and nothing falls back from one to another.
 *
 * @param usual the way for all that are not named
 * @param peers the ways for those that are, hubs or clients
 */
public record PsrdSupplies(PsrdSupply usual, Map<NodeName, PsrdSupply> peers) {
    public PsrdSupplies {
        peers = Map.copyOf(peers);
    }

    /** The way for a peer. */
    public PsrdSupply of(NodeName peer) {
        return peers.getOrDefault(peer, usual);
    }

    /** Whether it is somebody's way. */
    public boolean has(PsrdSupply supply) {
        return usual == supply || peers.containsValue(supply);
    }

    /**
     * Reads {@link Setting#PSRD_SUPPLY} and {@link Setting#PSRD_SUPPLIES}.
     *
     * @throws ConfigurationException if one is {@code http}, and this is no laboratory, or a peer is named twice
     */
    public static PsrdSupplies of(Settings settings) {
        boolean laboratory = settings.flag(Setting.LABORATORY);
        PsrdSupply usual = settings.isSet(Setting.PSRD_SUPPLY)
                ? parse(settings, Setting.PSRD_SUPPLY, settings.word(Setting.PSRD_SUPPLY))
                : laboratory ? PsrdSupply.HTTP : PsrdSupply.PACKAGE;
        Map<NodeName, PsrdSupply> peers = new HashMap<>();
        for (String entry : settings.list(Setting.PSRD_SUPPLIES)) {
            String[] parts = entry.split("=", 2);
            if (parts.length < 2
                    || !NodeName.isAllowed(parts[0])
                    || peers.put(new NodeName(parts[0]), parse(settings, Setting.PSRD_SUPPLIES, parts[1])) != null) {
                throw wrong(settings);
            }
        }
        return new PsrdSupplies(usual, peers);
    }

    private static PsrdSupply parse(Settings settings, Setting setting, String word) {
        PsrdSupply supply = byWord(word).orElseThrow(() -> wrong(settings));
        if (supply == PsrdSupply.HTTP && !settings.flag(Setting.LABORATORY)) {
            throw settings.invalid(
                    setting,
                    "package or tls; http, by which anybody gets PSRD in anybody's name, in a laboratory only ("
                            + Setting.LABORATORY.key() + ")");
        }
        return supply;
    }

    private static ConfigurationException wrong(Settings settings) {
        return settings.invalid(
                Setting.PSRD_SUPPLIES,
                "a list such as hank=package,helen=tls, with each peer once, and package, tls or http");
    }

    private static Optional<PsrdSupply> byWord(String word) {
        for (PsrdSupply supply : PsrdSupply.values()) {
            if (supply.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(supply);
            }
        }
        return Optional.empty();
    }
}
