package org.dske.hub.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.dske.hub.share.ShareId;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;

/** How statements name shares. */
final class ShareNames {
    /** A condition with the parameters of {@link #of}. */
    static final String NAMED = "key_id = ? AND initiator = ? AND master = ?";

    private ShareNames() {}

    /** The parameters that name a share, and others behind them. */
    static Object[] of(ShareId id, Object... more) {
        return Stream.concat(
                        Stream.of(
                                id.keyId().toString(),
                                id.initiator().name(),
                                id.master().name()),
                        Arrays.stream(more))
                .toArray();
    }

    /** The share that a row begins with. */
    static ShareId read(ResultSet row) throws SQLException {
        return new ShareId(
                new NodeName(row.getString(2)),
                new SaeId(row.getString(3)),
                new KeyId(UUID.fromString(row.getString(1))));
    }
}
