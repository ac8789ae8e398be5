package org.dske.hub.registration;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.dske.hub.client.PeerClient;
import org.dske.key.NodeName;
import org.dske.protocol.IncarnationMessage;
import org.dske.protocol.RegistrationRequest;
import org.dske.protocol.RegistrationResponse;

/**
 * What a hub answers to a client that has registered, by whatever way.
 *
 * @param hub the hub
 */
public record RegistrationAnswers(NodeName hub) {
    RegistrationResponse to(RegistrationRequest request, PeerClient client) {
        String suite = client.suite().wireName();
        return new RegistrationResponse(
                hub.name(),
                // Who names none may not know the answer's member either.
                request.suites() == null ? null : suite,
                request.knownBlocks() == null ? null : blocksSharedWith(client),
                request.marks() == null ? null : marksOf(client),
                client.hubIncarnation().map(IncarnationMessage::of).orElse(null));
    }

    private static Map<String, Integer> marksOf(PeerClient client) {
        Map<UUID, Integer> marks = new HashMap<>();
        client.pools().forEach(pool -> marks.putAll(pool.marks()));
        return RegistrationRequest.member(marks);
    }

    private static List<UUID> blocksSharedWith(PeerClient client) {
        return Stream.concat(client.clientPool().blockUuids().stream(), client.hubPool().blockUuids().stream())
                .toList();
    }
}
