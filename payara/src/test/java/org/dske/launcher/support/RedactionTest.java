package org.dske.launcher.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final Redaction NOTHING_KNOWN = Redaction.of(List.of());

    @Test
    void whatIsKnownIsLeftOut() {
        Redaction redaction = Redaction.of(List.of("correct horse\n", "a"));
        assertEquals("a (left out) and (left out)", redaction.of("a correct horse and correct horse"));
        assertFalse(redaction.toString().contains("horse"));
    }

    @Test
    void whateverLooksLikeAKeyIsLeftOut() {
        SecureRandom random = new SecureRandom();
        for (int size : new int[] {16, 24, 32, 33, 48, 64, 250}) {
            byte[] key = new byte[size];
            random.nextBytes(key);
            assertEquals(
                    "key: (left out).",
                    NOTHING_KNOWN.of("key: " + HexFormat.of().formatHex(key) + "."));
        }
        for (int size : new int[] {25, 31, 32, 64, 250}) {
            byte[] key = new byte[size];
            random.nextBytes(key);
            String text = Base64.getEncoder().encodeToString(key);
            assertEquals("\"(left out)\"", NOTHING_KNOWN.of("\"" + text + "\""), text);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization: Bearer abc | Authorization: Bearer (left out)",
                "jdbc:postgresql://dske:pw@db:5432/hank | jdbc:postgresql://(left out)@db:5432/hank",
                "db?user=dske&password=pw&ssl=true | db?user=dske&password=(left out)&ssl=true",
                "{\"key_ID\":\"1\",\"key\":\"AA==\"} | {\"key_ID\":\"1\",\"key\":\"(left out)\"}",
                "-----BEGIN PRIVATE KEY-----\\nMIIB\\n-----END PRIVATE KEY----- | (left out)"
            })
    void whateverIsSaidToBeSecretIsLeftOut(String text, String without) {
        assertEquals(without, NOTHING_KNOWN.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-29T03:00:00.123 INFO main org.dske.client.hub.PeerHubs: hub hank is there",
                "3e5a2f3a-6c1c-4b0e-9f5e-0a9d1c2b3a4f",
                "-Xlog:aot*=off:stderr -XX:Tier4MinInvocationThreshold=80000 -Djdk.tls.namedGroups=X25519MLKEM768,x25519",
                "at fish.payara.micro.impl.PayaraMicroImpl.main(PayaraMicroImpl.java:123)",
                "dske_psrd_unused_bytes{pool=\"hank/client\"} 1048576"
            })
    void whatHelpsStays(String text) {
        assertEquals(text, NOTHING_KNOWN.of(text));
    }

    @Test
    void settingsWhoseNamesSaySoAreSecret() {
        for (String name : List.of(
                "dske.store.key-file",
                "dske.management.tokens",
                "dske.store.shares",
                "-Djavax.net.ssl.keyStorePassword")) {
            assertTrue(Redaction.isSecret(name), name);
        }
        assertFalse(Redaction.isSecret("dske.etsi.key-size"));
    }
}
