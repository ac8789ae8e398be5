package org.dske.client.psrd;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dske.key.SaeId;
import org.dske.ledger.Incarnation;
import org.dske.ledger.PeerName;
import org.dske.protocol.IncarnationMessage;
import org.dske.protocol.RegistrationRequest;
import org.dske.signature.Suites;

/**
 * What a client says of itself when it registers with a hub.
 *
 * @param client the client, and which of the machines that are the same client it is
 * @param encryptors its encryptors
 * @param hubNumber the number that it knows the hub by
 */
public record RegisteringClient(PeerName client, Set<SaeId> encryptors, int hubNumber) {
    public RegisteringClient {
        encryptors = Set.copyOf(encryptors);
    }

    RegistrationRequest message(Suites suites, RegistrationClient.Holding holding, Optional<Incarnation> incarnation) {
        return new RegistrationRequest(
                client.name().name(),
                client.instance().isEmpty() ? null : client.instance(),
                encryptors.stream().sorted().map(SaeId::name).toList(),
                suites.words(),
                hubNumber,
                List.copyOf(holding.blocks()),
                RegistrationRequest.member(holding.marks()),
                incarnation.map(IncarnationMessage::of).orElse(null));
    }
}
