package org.dske.client.hub;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.dske.client.psrd.OutOfBandSettings;
import org.dske.client.psrd.ReplenisherSettings;
import org.dske.config.HttpSettings;
import org.dske.config.PsrdSettings;
import org.dske.config.PsrdSupplies;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.key.SaeId;
import org.dske.ledger.PeerName;
import org.dske.sharing.ItsSharing;
import org.dske.signature.ClassicSuite;
import org.dske.signature.Suites;

/**
 * How a client deals with its hubs.
 *
 * @param client the client, and which of the machines that are the same client it is
 * @param encryptors its encryptors
 * @param classic how the suite {@code classic} is spoken, where it is
 * @param requireIts whether no key may be shared in the mode {@code classic}
 * @param supplies how the client comes to PSRD of each hub
 * @param psrd how pools are kept
 * @param replenishing how pools are kept filled
 * @param hubTimeout how long one call may take
 * @param hubCheck how long a hub may be silent before it is made sure of
 * @param maxBody the largest body in bytes
 * @param oobPorts where the out-of-band interfaces are of hubs that have them at another port than their URL's
 * @param largestShare the size of a share of the largest key that an encryptor may ask for, in bytes
 */
public record PeerHubSettings(
        PeerName client,
        Set<SaeId> encryptors,
        ClassicSuite classic,
        boolean requireIts,
        PsrdSupplies supplies,
        PsrdSettings psrd,
        ReplenisherSettings replenishing,
        Duration hubTimeout,
        Duration hubCheck,
        int maxBody,
        OutOfBandSettings oobPorts,
        int largestShare) {
    /** How a client with these settings deals with its hubs. */
    public static PeerHubSettings of(Settings settings) {
        return new PeerHubSettings(
                new PeerName(settings.node(), settings.word(Setting.CLIENT_INSTANCE)),
                settings.list(Setting.CLIENT_ENCRYPTORS).stream()
                        .map(SaeId::new)
                        .collect(Collectors.toUnmodifiableSet()),
                ClassicSuite.of(settings.word(Setting.SIGNATURE_HASH)),
                settings.flag(Setting.SECURITY_REQUIRE_ITS, true),
                PsrdSupplies.of(settings),
                PsrdSettings.of(settings),
                ReplenisherSettings.of(settings),
                settings.duration(Setting.RELAY_HUB_TIMEOUT),
                settings.duration(Setting.HUB_CHECK),
                HttpSettings.of(settings).maxBody(),
                OutOfBandSettings.of(settings),
                settings.number(Setting.ETSI_MAX_KEY_SIZE) / Byte.SIZE + ItsSharing.OVERHEAD);
    }

    /** How messages to a hub may be signed: {@code its} alone, unless the hub's entry lets {@code classic} in. */
    Suites suites(KnownHub hub) {
        return Suites.of(classic, !hub.classic());
    }
}
