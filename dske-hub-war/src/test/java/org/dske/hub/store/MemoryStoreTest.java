package org.dske.hub.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import org.dske.hub.share.NewShare;
import org.dske.hub.share.Unlimited;
import org.dske.time.SteadyClock;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends StoreContract {
    @Override
    HubStore open(SteadyClock steadyClock) {
        return HubStore.inMemory(HANK, steadyClock);
    }

    @Test
    void aShareThatIsErasedIsWiped() {
        List<NewShare> shares = shares(keyIds(2));
        StoreContract.await(one().shares(), one().shares().add(shares, end(), Unlimited.LIMITS));
        assertArrayEquals(
                value(shares.getFirst().id().keyId()),
                shares.getFirst().share().value().expose());
        clock.advance(Duration.ofHours(1));
        one().shares().expire();
        for (NewShare share : shares) {
            assertThrows(
                    IllegalStateException.class, () -> share.share().value().expose());
        }
    }
}
