package org.dske.hub.client;

import java.util.Arrays;
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
 * The clients that may register with a hub, and with which encryptors.
 *
 * @param clients the clients and their encryptors, none for any; empty if everybody may register
 */
public record AcceptedClients(Map<NodeName, Set<SaeId>> clients) {
    public AcceptedClients {
        clients = Map.copyOf(clients);
    }

    /**
     * Reads them.
     *
     * @param settings the hub's settings; see {@link Setting#HUB_CLIENTS}
     * @return the clients
     */
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
                clients.put(new NodeName(parts.get(0)), encryptors);
            } catch (InvalidException e) {
                throw settings.invalid(Setting.HUB_CLIENTS, "a list such as carol:sam+serena,connie:sofia");
            }
        }
        return new AcceptedClients(clients);
    }

    /**
     * Checks a registration.
     *
     * @param client who registers
     * @param encryptors its encryptors
     * @throws RequestException with 403 if it may not
     */
    void require(NodeName client, Set<SaeId> encryptors) {
        if (clients.isEmpty()) {
            return;
        }
        Set<SaeId> accepted = clients.get(client);
        if (accepted == null) {
            throw new RequestException(
                    ErrorCode.NOT_PERMITTED, "client " + client + " is not one that this hub accepts");
        }
        if (!accepted.isEmpty() && !accepted.containsAll(encryptors)) {
            throw new RequestException(
                    ErrorCode.NOT_PERMITTED,
                    "client " + client + " has an encryptor that this hub does not accept from it");
        }
    }
}
