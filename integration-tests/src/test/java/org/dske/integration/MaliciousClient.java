package org.dske.integration;

import static org.dske.testing.client.FakeClient.KEY_SHARE;
import static org.dske.testing.client.FakeClient.REGISTRATION;
import static org.dske.testing.client.FakeClient.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.dske.testing.Response;
import org.dske.testing.client.Batch;
import org.dske.testing.client.FakeClient;
import org.dske.testing.client.FakeClient.Bytes;
import org.dske.testing.client.FakeClient.Part;

/**
 * Somebody whom a hub has taken in, and who sends it whatever he likes, signed with his own PSRD.
 *
 * @param mallory he
 * @param theirs a block of another client's pool, whose name he has read on the wire
 * @param hubs a block of the hub's pool that it shares with that other client
 */
record MaliciousClient(FakeClient mallory, String theirs, String hubs) {
    private static final byte[] SHARE = utf8("a share of as many bytes as this");

    /** Tries all that there is, and is refused; what he may do anyhow he does. The key is of others, and not fetched yet. */
    void doesAllItCan(String keyId) {
        registersOthers();
        speaksInAnothersName(keyId);
        namesBytesThatAreNotItsOwn();
        sendsMessagesAgain();
        takesItsQuota();
        dropsItsBlocks();
    }

    private void registersOthers() {
        String its = ",\"suites\":[\"its\"],\"known_blocks\":" + mallory.knownBlocks();
        String own = mallory.registration(its);
        mallory.exchange("PUT", REGISTRATION, own.replace("\"mia\"", "\"sybil\""))
                .error(403);
        mallory.exchange("PUT", REGISTRATION, own.replace("\"mia\"", "\"nobody\""))
                .error(403);
        mallory.exchange("PUT", REGISTRATION, own.replace("\"mallory\"", "\"caspian\""))
                .error(403);
        // Of blocks that are not its own it may say what it likes.
        String known = mallory.knownBlocks().replace("]", ",\"" + theirs + "\",\"" + hubs + "\"]");
        mallory.registerInBand(",\"suites\":[\"its\"],\"known_blocks\":" + known + ",\"marks\":{\"" + theirs
                        + "\":1048576,\"" + hubs + "\":1048576},\"incarnation\":{\"id\":\"" + UUID.randomUUID()
                        + "\",\"start\":1,\"run\":\"" + UUID.randomUUID() + "\"}")
                .ok();
        mallory.agreeInBand();
    }

    private void speaksInAnothersName(String keyId) {
        for (String[] names : new String[][] {
            {"caspian", "saxon", "sybil"},
            {"mallory", "saxon", "sybil"},
            {"caspian", "mia", "sybil"},
            {"cordelia", "sybil", "saxon"},
        }) {
            UnaryOperator<String> named = text -> text.replace("\"mallory\"", "\"" + names[0] + "\"")
                    .replace("\"sam\"", "\"" + names[1] + "\"")
                    .replace("\"sofia\"", "\"" + names[2] + "\"");
            mallory.exchange("POST", KEY_SHARE, named.apply(mallory.share(keyId, 1, SHARE, "")))
                    .error(403);
            Batch batch = Batch.of(2);
            Bytes pad = mallory.allocate(batch.together().length);
            mallory.exchange("POST", Batch.KEY_SHARES, named.apply(batch.message(mallory, pad, "")))
                    .error(403);
            mallory.exchange("POST", Batch.FETCH, Batch.request(names[0], names[1], names[2], List.of(keyId)))
                    .error(403);
            mallory.exchange(
                            "GET",
                            KEY_SHARE + "?client_name=" + names[0] + "&master_sae_id=" + names[1] + "&slave_sae_id="
                                    + names[2] + "&key_id=" + keyId,
                            "")
                    .error(403);
        }
        mallory.get("saxon", "mia", keyId).error(403);
        mallory.exchange("GET", "/dske/api/v1/encryptors/sybil?client_name=caspian", "")
                .error(403);
    }

    private void namesBytesThatAreNotItsOwn() {
        Part own = mallory.allocate(64).parts().getFirst();
        for (List<Part> parts : List.of(
                List.of(new Part(theirs, 0, 32)),
                List.of(new Part(theirs, 1_000_000, 32)),
                List.of(new Part(hubs, 0, 32)),
                List.of(new Part(own.uuid(), own.start(), 16), new Part(theirs, 0, 16)),
                List.of(new Part(own.uuid(), own.start(), 16), new Part(own.uuid(), own.start() + 8, 16)),
                List.of(new Part(own.uuid(), own.start(), 32), new Part(own.uuid(), own.start() + 32, 0)),
                List.of(new Part(own.uuid(), -32, 32)),
                List.of(new Part(own.uuid(), own.start(), 0)),
                List.of(new Part(own.uuid(), own.start(), -32)),
                List.of(new Part(own.uuid(), own.start(), Integer.MAX_VALUE)),
                List.of(new Part(own.uuid(), Integer.MAX_VALUE, 32)),
                List.of(new Part(own.uuid(), 128 * 1024 - 16, 32)),
                List.<Part>of())) {
            Bytes bytes = new Bytes(parts, new byte[32]);
            Response signed = mallory.send(
                    "GET",
                    "/dske/api/v1/nothing",
                    mallory.header(bytes, "/dske/api/v1/nothing", new byte[0]),
                    new byte[0]);
            assertTrue(Set.of(400, 401).contains(signed.status()), () -> parts + " " + signed);
            assertFalse(signed.headers().containsKey("dske-signature"), () -> parts + " " + signed);
            mallory.exchange(
                            "POST",
                            KEY_SHARE,
                            mallory.share(UUID.randomUUID().toString(), "\"share_index\":1", bytes.json(), SHARE, "")
                                    .replace("\"sam\"", "\"mia\""))
                    .error(400);
        }
    }

    private void sendsMessagesAgain() {
        byte[] share =
                utf8(mallory.share(UUID.randomUUID().toString(), 1, SHARE, "").replace("\"sam\"", "\"mia\""));
        String header = mallory.header(KEY_SHARE, share);
        mallory.verified(header, mallory.send("POST", KEY_SHARE, header, share)).ok();
        mallory.send("POST", KEY_SHARE, header, share).error(401);
        byte[] registration = utf8(mallory.registration(",\"suites\":[\"its\"],\"known_blocks\":[]"));
        String held = mallory.header(mallory.allocate(32), "PUT", REGISTRATION, registration);
        mallory.agreeInBand();
        mallory.send("PUT", REGISTRATION, held, registration).error(401);
    }

    private void takesItsQuota() {
        Response last;
        int taken = 0;
        do {
            last = mallory.exchange(
                    "POST",
                    KEY_SHARE,
                    mallory.share(UUID.randomUUID().toString(), 1, SHARE, "").replace("\"sam\"", "\"mia\""));
            taken++;
        } while (last.status() == 200);
        last.error(429);
        // One was taken before.
        assertEquals(40, taken);
    }

    private void dropsItsBlocks() {
        mallory.registerInBand(",\"suites\":[\"its\"],\"known_blocks\":[]").ok();
        String target = "/dske/api/v1/encryptors/sybil?client_name=mallory";
        mallory.send("GET", target, mallory.header(target, new byte[0]), new byte[0])
                .error(401);
    }
}
