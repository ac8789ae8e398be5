package org.dske.hub.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.dske.administrator.Administrators.Role;
import org.dske.hub.api.TestHub;
import org.dske.testing.Certificates;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.dske.testing.TestAuthority;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outside of a laboratory the management interface is for who has a token. */
class ManagementLockTest {
    @TempDir
    private Path directory;

    private TestHub start(String... more) {
        String[] properties = {"laboratory", "false", "management.tokens", directory.toString()};
        String[] all = Arrays.copyOf(properties, properties.length + more.length);
        System.arraycopy(more, 0, all, properties.length, more.length);
        return TestHub.start(all);
    }

    private String token(Role role) throws Exception {
        return "Bearer " + Files.readString(directory.resolve(role.file())).strip();
    }

    private static Response send(TestHub hub, String method, String path, String... headers) {
        return Http.send(method, hub.base() + "/mgmt/v1/" + path, "", headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET status", "GET metrics", "POST stop"})
    void withoutATokenThereIsNothingAndNothingHappens(String what) {
        String method = what.substring(0, what.indexOf(' '));
        String path = what.substring(what.indexOf(' ') + 1);
        try (TestHub hub = start()) {
            Response refusal = send(hub, method, path);
            assertEquals(401, refusal.status());
            assertEquals("Bearer", refusal.header("WWW-Authenticate"));
            assertTrue(refusal.message().contains("Authorization: Bearer TOKEN"), refusal.message());
            Response wrong = send(hub, method, path, "Authorization", "Bearer " + "0".repeat(64));
            assertEquals(401, wrong.status());
            assertEquals("this is no token of this node", wrong.message());
            assertEquals(200, Http.get(hub.base() + "/openapi.yaml").status(), "the hub is still there");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%73tatus", "status;a=b", "../v1/status", "./status", "/status"})
    void noOtherSpellingOfThePathGetsPastTheLock(String path) {
        try (TestHub hub = start()) {
            int status = send(hub, "GET", path).status();
            assertTrue(status == 401 || status == 404 || status == 400, "status " + status);
        }
    }

    @Test
    void whoMayReadMayNotStop() throws Exception {
        try (TestHub hub = start()) {
            assertEquals(
                    200,
                    send(hub, "GET", "status", "Authorization", token(Role.READ))
                            .status());
            assertEquals(
                    200,
                    send(hub, "GET", "metrics", "Authorization", token(Role.READ))
                            .status());
            assertEquals(
                    200,
                    send(hub, "HEAD", "status", "Authorization", token(Role.READ))
                            .status());
            Response refusal = send(hub, "POST", "stop", "Authorization", token(Role.READ));
            assertEquals(403, refusal.status());
            assertEquals("this administrator may look, and not change something", refusal.message());
            assertEquals(
                    200,
                    send(hub, "GET", "status", "Authorization", token(Role.OPERATE))
                            .status());
            assertEquals(
                    200,
                    send(hub, "POST", "stop", "Authorization", token(Role.OPERATE))
                            .status());
        }
    }

    @Test
    void anAdministratorsCertificateOpensWhatTheConfigurationSays() {
        TestAuthority authority = new TestAuthority(directory);
        try (TestHub hub = start(
                "laboratory", "true",
                "tls.ca-file", authority.file().toString(),
                "management.administrators", "alice,bob=read")) {
            hub.connection.secure(authority.issue().uri("admin:bob").make());
            assertEquals(200, send(hub, "GET", "status").status());
            assertEquals(403, send(hub, "POST", "stop").status());
            for (Certificates other : List.of(
                    authority.issue().uri("admin:mallory"),
                    authority.issue().uri("kme:alice").sae("alice").commonName("alice"),
                    new Certificates().uri("admin:alice"))) {
                hub.connection.secure(other.make());
                assertEquals(401, send(hub, "GET", "status").status());
            }
            hub.connection.secure();
            assertEquals(401, send(hub, "GET", "status").status(), "a laboratory's rights are for plain HTTP");
            hub.connection.secure(authority.issue().uri("admin:alice").make());
            assertEquals(
                    401, send(hub, "GET", "status", "Authorization", "Bearer x").status(), "what is shown counts");
            assertEquals(200, send(hub, "POST", "stop").status());
        }
    }

    @Test
    void bytesAreRevealedToWhoMayOperate() throws Exception {
        try (TestHub hub = start("management.reveal", "true", "laboratory", "true")) {
            FakeClient.ready(hub.base(), "carol", "sam");
            assertTrue(send(hub, "GET", "status", "Authorization", token(Role.OPERATE))
                    .text()
                    .contains("first_bytes"));
            assertFalse(send(hub, "GET", "status", "Authorization", token(Role.READ))
                    .text()
                    .contains("first_bytes"));
        }
    }

    @Test
    void whoTriesAgainAndAgainGetsAnotherAnswerAndOthersGetIn() throws Exception {
        try (TestHub hub = start()) {
            for (int i = 0; i < 10; i++) {
                assertEquals(401, send(hub, "GET", "status").status());
            }
            assertEquals(429, send(hub, "GET", "status").status());
            assertEquals(
                    200,
                    send(hub, "GET", "status", "Authorization", token(Role.READ))
                            .status());
            assertTrue(send(hub, "GET", "metrics", "Authorization", token(Role.READ))
                    .text()
                    .contains("dske_refused_administrators_total 11"));
        }
    }

    @Test
    void inALaboratoryNoTokenIsNeededAndAWrongOneIsWrong() {
        try (TestHub hub = start("laboratory", "true")) {
            assertEquals(200, send(hub, "GET", "status").status());
            assertEquals(
                    401, send(hub, "GET", "status", "Authorization", "Bearer x").status());
        }
    }

    @Test
    void whereThereIsNoDirectoryForTokensNobodyGetsIn() {
        try (TestHub hub = TestHub.start("laboratory", "false")) {
            assertEquals(
                    401, send(hub, "GET", "status", "Authorization", "Bearer ").status());
        }
    }
}
