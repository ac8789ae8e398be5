package org.dske.hub.client;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dske.hub.directory.ClientEntry;
import org.dske.key.SaeId;
import org.dske.ledger.Incarnation;
import org.dske.ledger.PeerName;
import org.dske.protocol.RegistrationRequest;
import org.dske.signature.SignatureSuite;
import org.dske.signature.Suites;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of itself when it registers.
 *
 * @param client who it is, and which of the machines that are the same client
 * @param encryptors its encryptors
 * @param terms how it speaks with the hub
 * @param knownBlocks the blocks that it still holds, all others being dropped; none if it keeps no state
 * @param marks how far the owner of each block has come, as far as the client knows
 * @param incarnation which life its store is in; nothing if it keeps no state
 */
public record ClientRegistration(
        PeerName client,
        Set<SaeId> encryptors,
        Terms terms,
        Collection<UUID> knownBlocks,
        Map<UUID, Integer> marks,
        Optional<Incarnation> incarnation) {
    /**
     * How a client speaks with the hub.
     *
     * @param suite how messages are signed from now on, but for those of exchanges that have begun
     * @param bestSuite the name of the best suite that the client speaks, whatever is spoken here
     * @param hubNumber the number that the client knows the hub by; null if it does not say
     */
    public record Terms(
            SignatureSuite suite,
            String bestSuite,
            @Nullable Integer hubNumber) {}

    /** What the hub remembers of it, whatever machine of the hub was told. */
    ClientEntry entry() {
        return new ClientEntry(client, encryptors, terms.bestSuite(), terms.hubNumber());
    }

    /**
     * Reads a registration.
     *
     * @throws org.dske.error.RequestException if no suite can be picked of those that the client speaks
     */
    public static ClientRegistration of(RegistrationRequest message, Suites suites) {
        return new ClientRegistration(
                PeerName.of(message.clientName(), message.instance()),
                message.encryptorNames().stream().map(SaeId::new).collect(Collectors.toUnmodifiableSet()),
                new Terms(suites.pick(message.suites()), Suites.best(message.suites()), message.hubNumber()),
                message.knownBlocks() == null ? Set.of() : message.knownBlocks(),
                message.marksByBlock(),
                Optional.ofNullable(message.incarnation()).map(life -> life.toIncarnation()));
    }
}
