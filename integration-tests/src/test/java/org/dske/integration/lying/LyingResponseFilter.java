package org.dske.integration.lying;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.dske.protocol.AllocationMessage;
import org.dske.protocol.AllocationMessage.FragmentMessage;
import org.dske.protocol.EncryptedShare;
import org.dske.protocol.FetchKeySharesResponse;
import org.dske.protocol.GetKeyShareResponse;

/** Falsifies the shares that a hub gives out. It comes before an answer is written and signed. */
@Priority(Priorities.USER + 1)
final class LyingResponseFilter implements ContainerResponseFilter {
    /** The property of a request that holds the lie that its answer is to be. */
    static final String LIE = Lie.class.getName();
    /** The property of a request that holds the IDs of the keys that the client wants. */
    static final String WANTED = LIE + ".wanted";

    private static final int OF_NO_HUB = 200;

    private final Lies lies;

    LyingResponseFilter(Lies lies) {
        this.lies = lies;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Object lie = request.getProperty(LIE);
        if (lie == null || lie == Lie.NONE) {
            return;
        }
        List<?> wanted = (List<?>) request.getProperty(WANTED);
        if (response.getEntity() instanceof GetKeyShareResponse one) {
            response.setEntity(GetKeyShareResponse.of(falsified((Lie) lie, wanted, batch(one))));
            lies.count();
        } else if (response.getEntity() instanceof FetchKeySharesResponse many) {
            response.setEntity(falsified((Lie) lie, wanted, many));
            lies.count();
        }
    }

    private static FetchKeySharesResponse falsified(Lie lie, List<?> wanted, FetchKeySharesResponse batch) {
        List<EncryptedShare> shares = new ArrayList<>();
        for (int i = 0; i < batch.shares().size(); i++) {
            EncryptedShare share = batch.shares().get(i);
            boolean last = i == batch.shares().size() - 1;
            shares.add(new EncryptedShare(
                    UUID.fromString((String) wanted.get(i)),
                    index(lie, share.shareIndex()),
                    value(lie, last, share.shareIndex(), share.encryptedShareValue())));
        }
        return new FetchKeySharesResponse(
                lie == Lie.WRONG_LENGTH ? shortened(batch.encryptionKeyAllocation()) : batch.encryptionKeyAllocation(),
                shares,
                batch.sharing(),
                batch.threshold(),
                batch.places());
    }

    private static int index(Lie lie, int index) {
        return switch (lie) {
            case WRONG_INDEX -> OF_NO_HUB;
            // There are hubs with these in both modes of sharing. If two liars changed places, that might cancel out.
            case INDEX_OF_ANOTHER -> index == 3 ? 4 : 3;
            default -> index;
        };
    }

    /**
     * What is encrypted with a one-time pad can be changed without knowing it. Every hub changes another byte: changes of two hubs
     * to the same byte may cancel out, and then the key is right, and nobody can say who lied.
     */
    private static byte[] value(Lie lie, boolean last, int index, byte[] encrypted) {
        byte[] value = encrypted.clone();
        if (lie == Lie.WRONG_BYTES) {
            value[index] ^= 1;
        }
        return lie == Lie.WRONG_LENGTH && last ? Arrays.copyOf(value, value.length - 1) : value;
    }

    /** Without its last byte, as the shares that it is for. */
    private static AllocationMessage shortened(AllocationMessage allocation) {
        List<FragmentMessage> fragments = new ArrayList<>(allocation.fragments());
        FragmentMessage last = fragments.remove(fragments.size() - 1);
        if (last.size() > 1) {
            fragments.add(new FragmentMessage(last.blockUuid(), last.start(), last.size() - 1));
        }
        return new AllocationMessage(fragments);
    }

    private static FetchKeySharesResponse batch(GetKeyShareResponse one) {
        return new FetchKeySharesResponse(
                one.encryptionKeyAllocation(),
                List.of(new EncryptedShare(UUID.randomUUID(), one.shareIndex(), one.encryptedShareValue())),
                one.sharing(),
                one.threshold(),
                one.places());
    }
}
