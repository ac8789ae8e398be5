package org.dske.client.keyshare;

import java.util.ArrayList;
import java.util.List;
import org.dske.protocol.PostKeySharesRequest;

/**
 * How many shares go into one message: so many that they take up half of the largest body that a node reads, which leaves the
 * other half for names and allocations, and not more than a message may have. The hubs are taken to have the same limit as this client.
 *
 * @param maxBody the largest body in bytes
 */
public record BatchLimit(int maxBody) {
    /** What JSON puts around a share's value in base64, in bytes: its members' names, the key's ID and the index. */
    private static final int AROUND_A_SHARE = 128;

    /**
     * Cuts a batch into parts.
     *
     * @param shareSize bytes of each share
     * @return the parts, in order; one if the batch is small enough
     */
    <T> List<List<T>> cut(List<T> batch, int shareSize) {
        long fitting = Math.max(1, mostBytes() / messageBytes(1, shareSize));
        int most = (int) Math.min(fitting, PostKeySharesRequest.MAX_SHARES);
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < batch.size(); from += most) {
            parts.add(batch.subList(from, Math.min(from + most, batch.size())));
        }
        return parts;
    }

    /** How many bytes of a message so many shares take, of so many bytes each. */
    long messageBytes(int shares, int shareSize) {
        return (AROUND_A_SHARE + (shareSize + 2L) / 3 * 4) * shares;
    }

    /** How many bytes the shares of one message take at most, unless it is a single one. */
    int mostBytes() {
        return maxBody / 2;
    }
}
