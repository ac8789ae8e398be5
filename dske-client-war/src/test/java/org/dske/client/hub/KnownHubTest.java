package org.dske.client.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dske.config.ConfigurationException;
import org.dske.config.Settings;
import org.dske.key.NodeName;
import org.dske.testing.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownHubTest {
    private static List<KnownHub> hubs(String text) {
        return KnownHub.list(new Settings(new NodeName("carol"), Map.of("dske.client.hubs", text)));
    }

    @Test
    void aHubMayBeReachedOverTls() {
        KnownHub hank = hubs("1=https://a/hub/hank|http://b/hub/hank").getFirst();
        assertTrue(hank.anyTls());
        assertFalse(hank.allTls());
        assertTrue(hubs("1=https://a/hub/hank").getFirst().allTls());
    }

    @Test
    void withoutNumbersAHubHasTheNumberOfItsPlace() {
        assertEquals(
                List.of(
                        new KnownHub(1, List.of(URI.create("http://b:1/hub/hank")), false),
                        new KnownHub(2, List.of(URI.create("http://a:2/x/hub/helen")), false),
                        new KnownHub(3, List.of(URI.create("http://[::1]:3/holly/")), false)),
                hubs("http://b:1/hub/hank, http://a:2/x/hub/helen ,http://[::1]:3/holly/"));
        assertEquals(List.of(), hubs(""));
    }

    @Test
    void numbersAndTheWordClassicAreThoseOfTheConfiguration() {
        assertEquals(
                List.of(
                        new KnownHub(255, List.of(URI.create("http://b:1/hub/hank")), false),
                        new KnownHub(2, List.of(URI.create("http://a:2/hub/helen")), true),
                        new KnownHub(1, List.of(URI.create("http://a:3/hub/hilary")), true)),
                hubs("255=http://b:1/hub/hank,http://a:2/hub/helen classic, 1=http://a:3/hub/hilary  classic"));
    }

    @Test
    void thePlacesAreTheNumbersByName() {
        assertEquals(
                Map.of("hank", 9, "helen", 2),
                KnownHub.places(hubs("9=http://b:1/hub/hank,http://a:2/hub/helen"))
                        .toMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hank",
                "/hub/hank",
                "ftp://a/hub/hank",
                "ftp://a/hub/hank",
                "http:///hub/hank",
                "http:hank",
                "http://a",
                "http://a/",
                "http://a/hub/ha nk",
                "http://a/hub/h%C3%A4nk",
                "http://a/hub/hank,http://b/hub/hank",
                "http://a/hub/hank,http://b/hank/",
                "http://a/hub/hank?x=y",
                "http://a/hub/hank#x",
                "http://[::1/hub/hank",
                "0=http://a/hub/hank",
                "256=http://a/hub/hank",
                "-1=http://a/hub/hank",
                "4294967297=http://a/hub/hank",
                "=http://a/hub/hank",
                "x=http://a/hub/hank",
                "1=",
                "1=1=http://a/hub/hank",
                "1 =http://a/hub/hank",
                "1= http://a/hub/hank",
                "1:http://a/hub/hank",
                "http://a/hub/hank its",
                "http://a/hub/hank CLASSIC",
                "http://a/hub/hankclassic classic classic",
                // Two hubs with one number: also where one of them has it by its place.
                "3=http://a/hub/hank,3=http://a/hub/helen",
                "2=http://a/hub/hank,http://a/hub/helen",
                "http://a/hub/hank,1=http://a/hub/helen"
            })
    void whatIsNoHubIsRefusedInOneLine(String text) {
        ConfigurationException e = assertThrows(ConfigurationException.class, () -> hubs(text));
        assertTrue(String.valueOf(e.getMessage()).startsWith("dske.client.hubs = '" + text + "' is not allowed"));
    }

    @TestFactory
    Stream<DynamicTest> negativeVectors() {
        return Vectors.invalid("hub-numbers-invalid.json", "ClientHubs", test -> {
            try {
                return !hubs(test.getString("hubs")).isEmpty();
            } catch (ConfigurationException e) {
                return false;
            }
        });
    }
}
