package org.dske.hub.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.dske.hub.api.TestHub;
import org.dske.testing.Await;
import org.dske.testing.Postgres;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of a hub with one store, as clients see them. */
class PostgresHubTest {
    private static final byte[] SHARE = FakeClient.utf8("a share of thirty-two bytes here");

    @Test
    void aShareThatOneInstanceTakesAnotherGivesOutAndBothSayWhenTheDatabaseIsAway(@TempDir Path directory)
            throws IOException {
        String key = Files.writeString(directory.resolve("key"), "0123456789abcdef".repeat(4))
                .toString();
        try (Postgres postgres = Postgres.start()) {
            String url = postgres.newDatabase();
            try (TestHub one = TestHub.start("store.shares", url, "store.key-file", key);
                    TestHub other = TestHub.start("store.shares", url, "store.key-file", key)) {
                FakeClient carol = FakeClient.ready(one.base(), "carol", "sam");
                FakeClient connie = FakeClient.ready(other.base(), "connie", "sofia");
                for (FakeClient client : List.of(carol, connie)) {
                    client.fetch("client", 100_000);
                    client.fetch("hub", 100_000);
                }
                String keyId = UUID.randomUUID().toString();
                carol.posted(keyId, SHARE);
                assertArrayEquals(SHARE, connie.decrypt(connie.get(keyId)));
                // Whose an encryptor is every instance knows.
                assertEquals(
                        "connie",
                        carol.exchange("GET", "/dske/api/v1/encryptors/sofia?client_name=carol", "")
                                .json()
                                .getString("client_name"));
                new FakeClient(one.base(), "celia", "sofia").register("").error(409);

                postgres.kill();
                String refusal =
                        carol.post(UUID.randomUUID().toString(), 0, SHARE).error(503);
                assertTrue(refusal.contains("the database is away"), refusal);
                assertTrue(connie.get(keyId).error(503).contains("the database is away"));
                postgres.restart();
                Await.until(
                        Await.LONG, () -> assertEquals(200, connie.get(keyId).status()));
                String another = UUID.randomUUID().toString();
                Await.until(
                        Await.LONG,
                        () -> assertEquals(200, carol.post(another, 0, SHARE).status()));
                assertArrayEquals(SHARE, connie.decrypt(connie.get(another)));
            }
        }
    }
}
