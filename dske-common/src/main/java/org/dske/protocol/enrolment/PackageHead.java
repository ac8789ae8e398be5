package org.dske.protocol.enrolment;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.dske.error.InvalidException;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.sharing.Places;
import org.jspecify.annotations.Nullable;

/**
 * What an enrolment package says of itself: all but the bytes of its blocks. Source: protocol, section 7.
 *
 * @param id the package
 * @param hub who made it
 * @param client whom it is for
 * @param created when it was made, by RFC 3339
 * @param expires from when on it is worth nothing, by RFC 3339
 * @param blocks the blocks, in the order of their bytes, at least one
 */
public record PackageHead(UUID id, Hub hub, Client client, String created, String expires, List<Block> blocks) {
    /** The most bytes that the blocks of one package have together: 256 MiB. */
    public static final long MOST_BYTES = 1L << 28;

    /**
     * The hub that makes a package.
     *
     * @param name its name
     * @param number by which all clients know it, 1 to 255
     * @param urls its machines, at least one
     */
    public record Hub(String name, Integer number, List<String> urls) {
        public Hub {
            NodeName.requireAllowed("hub.name", required("hub.name", name));
            Places.requireNumber(required("hub.number", number));
            urls = list("hub.urls", urls);
            if (!urls.stream().allMatch(Hub::isUrl)) {
                throw new InvalidException("hub.urls has one that is neither http nor https, or has no host");
            }
        }

        /** {@return whether a text is a base URL of a node} */
        public static boolean isUrl(String text) {
            try {
                URI url = new URI(text);
                return url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
            } catch (URISyntaxException e) {
                return false;
            }
        }
    }

    /**
     * The client that a package is for.
     *
     * @param name its name
     * @param instance which of the machines that are the same client; null if it is the only one
     * @param encryptors the encryptors that it may register, at least one
     */
    public record Client(String name, @Nullable String instance, List<String> encryptors) {
        public Client {
            NodeName.requireAllowed("client.name", required("client.name", name));
            if (instance != null) {
                NodeName.requireAllowed("client.instance", instance);
            }
            encryptors = list("client.encryptors", encryptors);
            encryptors.forEach(SaeId::new);
        }

        /** {@return the machine} */
        public PeerName peer() {
            return PeerName.of(name, instance);
        }
    }

    /**
     * A block.
     *
     * @param blockUuid its name
     * @param poolOwner who allocates from it, {@code client} or {@code hub}
     * @param size bytes, more than 0
     */
    public record Block(UUID blockUuid, String poolOwner, Integer size) {
        public Block {
            required("block_uuid", blockUuid);
            PoolOwner.parse(required("pool_owner", poolOwner));
            if (required("size", size) < 1) {
                throw new InvalidException("size is not 1 or more");
            }
        }
    }

    public PackageHead {
        required("id", id);
        required("hub", hub);
        required("client", client);
        if (!time("created", created).isBefore(time("expires", expires))) {
            throw new InvalidException("expires is not after created");
        }
        blocks = list("blocks", blocks);
        Set<UUID> names = new HashSet<>();
        if (!blocks.stream().allMatch(block -> names.add(block.blockUuid()))) {
            throw new InvalidException("blocks has one twice");
        }
        if (blocks.stream().mapToLong(Block::size).sum() > MOST_BYTES) {
            throw new InvalidException("blocks have more than " + MOST_BYTES + " bytes together");
        }
    }

    /** {@return whether the package is worth nothing any more} */
    public boolean isOver(Instant now) {
        return !now.isBefore(time("expires", expires));
    }

    private static Instant time(String name, @Nullable String text) {
        try {
            return Instant.parse(required(name, text));
        } catch (DateTimeException e) {
            throw new InvalidException(name + " is no time, such as 2026-01-31T12:00:00Z");
        }
    }

    private static <T> List<T> list(String name, @Nullable List<T> value) {
        List<T> list = required(name, value);
        if (list.isEmpty() || list.stream().anyMatch(element -> element == null)) {
            throw new InvalidException(name + " is empty, or has a null in it");
        }
        return List.copyOf(list);
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new InvalidException(name + " is missing");
        }
        return value;
    }
}
