package org.dske.hub.client;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.error.ErrorCode;
import org.dske.error.InvalidException;
import org.dske.error.RequestException;
import org.dske.key.NodeName;
import org.dske.key.SaeId;

/**
 * The names that may be registered with a hub, and with which encryptors. This authenticates nobody: who reaches the out-of-band
 * interface can register under a name of the list. It keeps names and encryptors apart: what it gives to one client no other entry
 * gets, also if that has none of its own listed.
 *
 * @param clients the clients and their encryptors, none for any that are not of another; empty if everybody may register
 */
public record AcceptedClients(Map<NodeName, Set<SaeId>> clients) {
    public AcceptedClients {
        clients = Map.copyOf(clients);
    }

    /** Reads {@link Setting#HUB_CLIENTS}. */
    public static AcceptedClients of(Settings settings) {
        Map<NodeName, Set<SaeId>> clients = new HashMap<>();
        for (String entry : settings.list(Setting.HUB_CLIENTS)) {
            try {
                List<String> parts = List.of(entry.split(":", 2));
                Set<SaeId> encryptors = parts.size() == 1
                        ? Set.of()
                        : Arrays.stream(parts.get(1).split("\\+", -1))
                                .map(SaeId::new)
                                .collect(Collectors.toSet());
                if (clients.values().stream().anyMatch(others -> !Collections.disjoint(others, encryptors))
                        || clients.put(new NodeName(parts.get(0)), encryptors) != null) {
                    throw new InvalidException("twice");
                }
            } catch (InvalidException e) {
                throw settings.invalid(
                        Setting.HUB_CLIENTS,
                        "a list such as carol:sam+serena,connie:sofia, with each client and encryptor once");
            }
        }
        return new AcceptedClients(clients);
    }

    /** Fails with 403 if a client may not register with these encryptors. */
    void require(NodeName client, Set<SaeId> encryptors) {
        if (clients.isEmpty()) {
            return;
        }
        Set<SaeId> accepted = clients.get(client);
        if (accepted == null) {
            throw new RequestException(
                    ErrorCode.NOT_PERMITTED, "client " + client + " is not one that this hub accepts");
        }
        boolean listed = accepted.isEmpty()
                ? clients.values().stream().noneMatch(others -> !Collections.disjoint(others, encryptors))
                : accepted.containsAll(encryptors);
        if (!listed) {
            throw new RequestException(
                    ErrorCode.NOT_PERMITTED,
                    "client " + client + " has an encryptor that this hub does not accept from it");
        }
    }
}
