package org.dske.launcher.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.LauncherException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TopologyMistakesTest {
    private static final String HUBS = "hubs: [{name: a}, {name: b}, {name: c}]\n";

    @ParameterizedTest(name = "{2}")
    @MethodSource("mistakes")
    void everyMistakeIsToldWithItsLine(int line, String text, String reason) {
        LauncherException exception =
                assertThrows(LauncherException.class, () -> TopologyReader.parse("topology.yaml", text));

        String message = String.valueOf(exception.getMessage());
        assertTrue(message.startsWith("topology.yaml:" + line + ": "), message);
        assertTrue(message.contains(reason), message);
        assertEquals(1, message.lines().count(), message);
        assertEquals(ExitStatus.HERE, exception.exitStatus());
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(1, "", "the file is empty"),
                mistake(3, "hubs:\n  - name: [a\n  - b: }", "this is not YAML"),
                mistake(2, "hubs: [{name: a}]\n\tk: 2\n", "this is not YAML"),
                mistake(1, "just a word", "a topology must be a mapping"),
                mistake(2, HUBS + "hups: []\n", "has no member 'hups'"),
                mistake(2, HUBS + "hubs: []\n", "'hubs' is there twice"),
                mistake(1, "k: 3\n", "must have hubs"),
                mistake(2, "k: 3\nhubs: []\n", "1 to 254 hubs"),
                mistake(1, "hubs: a\n", "hubs must be a list"),
                mistake(2, HUBS + "k: three\n", "k must be a whole number"),
                mistake(2, HUBS + "k: 1\n", "k must be a whole number from 2"),
                mistake(2, HUBS + "k: 2.5\n", "k must be a whole number"),
                mistake(2, HUBS + "k: 99999999999\n", "k must be a whole number"),
                mistake(2, HUBS + "k: 4\n", "k is 4, but there are only 3 hubs"),
                mistake(
                        1,
                        "hubs: [{name: a}]\nclients: [{name: b, encryptors: [c]}]\n",
                        "k is 3, but there are only 1"),
                mistake(2, HUBS + "host: 7\n", "host must be a string"),
                mistake(2, HUBS + "host: 'a b'\n", "'a b' is no host name"),
                mistake(2, HUBS + "host: my_host\n", "'my_host' is no host name: a host name has no underscore"),
                mistake(2, HUBS + "host: '::g'\n", "'::g' is no host name"),
                mistake(2, HUBS + "host: '1::2::3'\n", "'1::2::3' is no host name"),
                mistake(2, HUBS + "host: 'fe80::1%eth0'\n", "is no host name"),
                mistake(3, "hubs:\n  - name: a\n    url: http://my_host/hub/a\n", "a host name has no underscore"),
                mistake(2, HUBS + "base-port: 65536\n", "base-port must be a whole number from 1 to 65535"),
                mistake(1, "hubs: [{name: a}, {name: b}, {name: c}]\nbase-port: 65534\n", "no port is left for c"),
                mistake(3, "hubs:\n  - name: a\n  - port: 1\n", "a hub must have a name"),
                mistake(2, "hubs:\n  - hank\n", "a hub must be a mapping"),
                mistake(2, "hubs:\n  - name: 17\n", "put 17 in quotes"),
                mistake(2, "hubs:\n  - name: a/b\n", "'a/b' is no name"),
                mistake(2, "hubs:\n  - name: ..\n", "'..' is no name"),
                mistake(3, "hubs:\n  - name: a\n  - name: a\n", "the name a is there twice"),
                mistake(2, HUBS + "clients: [{name: a, encryptors: [x]}]\n", "the name a is there twice"),
                mistake(3, "hubs:\n  - name: a\n    number: 0\n", "number must be a whole number from 1 to 255"),
                mistake(3, "hubs:\n  - name: a\n    number: 256\n", "number must be a whole number from 1 to 255"),
                mistake(3, "hubs:\n  - name: a\n    number: '1'\n", "number must be a whole number from 1 to 255"),
                mistake(
                        4,
                        "hubs:\n  - name: a\n    number: 7\n  - {name: b, number: 7}\n",
                        "hub b has the number 7, and so has another hub"),
                mistake(
                        4,
                        "hubs:\n  - name: a\n    number: 2\n  - name: b\n",
                        "hub b has the number 2, its place in the list, and so has another hub"),
                mistake(3, "hubs:\n  - name: a\n    classic: maybe\n", "classic must be true or false"),
                mistake(2, HUBS + "clients: [{name: d, encryptors: [x], number: 1}]\n", "has no member 'number'"),
                mistake(4, "hubs:\n  - name: a\n    port: 9\n  - {name: b, port: 9}\n", "port 9 is there twice"),
                mistake(3, "hubs:\n  - name: a\n    port: http\n", "port must be a whole number"),
                mistake(3, "hubs:\n  - name: a\n    port: 0\n", "port must be a whole number"),
                mistake(4, "hubs:\n  - name: a\n    url: http://x/hub/a\n    port: 1\n", "not both"),
                mistake(3, "hubs:\n  - name: a\n    url: ftp://x/hub/a\n", "no base URL of hub a"),
                mistake(3, "hubs:\n  - name: a\n    url: http://x/hub/b\n", "no base URL of hub a"),
                mistake(3, "hubs:\n  - name: a\n    url: 'http://x y/hub/a'\n", "no base URL of hub a"),
                mistake(3, "hubs:\n  - name: a\n    encryptors: [x]\n", "has no member 'encryptors'"),
                mistake(4, HUBS + "clients:\n  - name: x\n    url: http://h/client/x\n", "has no member 'url'"),
                mistake(3, HUBS + "clients:\n  - name: x\n", "must have encryptors"),
                mistake(3, HUBS + "clients:\n  - {name: x, encryptors: []}\n", "at least one encryptor"),
                mistake(3, HUBS + "clients:\n  - {name: x, encryptors: sam}\n", "encryptors must be a list"),
                mistake(3, HUBS + "clients:\n  - {name: x, encryptors: [true]}\n", "an encryptor must be a string"),
                mistake(3, HUBS + "clients:\n  - {name: x, encryptors: ['']}\n", "must not be blank"),
                mistake(3, HUBS + "clients:\n  - {name: x, encryptors: ['a,b']}\n", "must have no comma"),
                mistake(3, HUBS + "clients:\n  - {name: x, encryptors: ['a\\b']}\n", "must have no backslash"),
                mistake(3, HUBS + "clients:\n  - {name: x, encryptors: ['..']}\n", "neither '.' nor '..'"),
                mistake(3, HUBS + "clients:\n  - {name: x, encryptors: ['.']}\n", "neither '.' nor '..'"),
                mistake(
                        4,
                        HUBS + "clients:\n  - name: x\n    encryptors: [s, s\u00e4]\n",
                        "goes beyond ASCII, and its client has no TLS"),
                mistake(
                        4,
                        HUBS + "clients:\n  - {name: x, encryptors: [s]}\n  - {name: y, encryptors: [s]}\n",
                        "twice"),
                mistake(3, HUBS + "settings:\n  psrd.size: 1\n", "'psrd.size' is not a setting"),
                mistake(3, HUBS + "settings:\n  hank.psrd.wait: 1s\n", "'hank.psrd.wait' is not a setting"),
                mistake(3, HUBS + "settings:\n  psrd.block-size: 1\n", "is not allowed: allowed is"),
                mistake(3, HUBS + "settings:\n  client.hubs: x\n", "sets it from the topology"),
                mistake(3, HUBS + "settings:\n  psrd.wait: [1s]\n", "psrd.wait must be a string, a number"),
                mistake(2, HUBS + "settings: 3\n", "settings must be a mapping"),
                mistake(2, HUBS + "tls: yes\n", "tls must be true or false"),
                mistake(2, HUBS + "tls: 'true'\n", "tls must be true or false"),
                mistake(2, HUBS + "pki: ''\n", "pki must be a directory"),
                mistake(2, HUBS + "pki: [a]\n", "pki must be a string"),
                mistake(
                        3,
                        "hubs:\n  - name: a\n    url: http://x.example/hub/a\n    tls: true\n",
                        "its url says whether it speaks TLS"),
                mistake(
                        3,
                        HUBS + "tls: true\nsettings: {etsi.plain-http: true}\nclients: [{name: x, encryptors: [s]}]\n",
                        "client x has tls: true, where a certificate says who calls, and etsi.plain-http: true"),
                mistake(
                        6,
                        HUBS
                                + "clients:\n  - name: x\n    encryptors: [s]\n    settings:\n      etsi.plain-http: true\n    tls: true\n",
                        "client x has tls: true"),
                mistake(
                        3,
                        HUBS + "clients:\n  - {name: x, port: 65436, encryptors: [s], tls: true}\n",
                        "the HTTPS port of client x is its port plus 100, 65536, which is none"),
                mistake(
                        4,
                        HUBS + "clients:\n  - {name: y, port: 9100, encryptors: [t]}\n"
                                + "  - {name: x, port: 9000, encryptors: [s], tls: true}\n",
                        "the HTTPS port of client x is its port plus 100, 9100, and client y has it already"),
                mistake(
                        3,
                        HUBS + "clients:\n  - {name: x, port: 8000, encryptors: [s], tls: true}\n",
                        "8100, and hub a has it already"),
                mistake(3, "hubs:\n  - name: a\n    instances: x\n", "instances must be a list"),
                mistake(3, "hubs:\n  - name: a\n    instances: []\n", "hub a must have at least one instance"),
                mistake(3, "hubs:\n  - name: a\n    instances: [..]\n", "'..' is no name"),
                mistake(3, "hubs:\n  - name: a\n    instances: [{port: 1}]\n", "an instance must have a name"),
                mistake(3, "hubs:\n  - name: a\n    instances: [x, x]\n", "hub a/x has the directory a-x, and so has"),
                mistake(4, "hubs:\n  - name: a-x\n  - name: a\n    instances: [x]\n", "hub a/x has the directory a-x"),
                mistake(4, "hubs:\n  - name: a\n    instances: [x]\n  - name: a-x\n", "hub a-x has the directory a-x"),
                mistake(
                        4,
                        "hubs:\n  - name: a\n    instances: [x]\n    port: 1\n",
                        "each has a port or a url of its own"),
                mistake(
                        4,
                        "hubs:\n  - name: a\n    instances: [x]\n    url: http://a/hub/a\n",
                        "each has a port or a url of its own"),
                mistake(
                        3,
                        "hubs:\n  - name: a\n    instances: [{name: x, url: 'http://x/hub/b'}]\n",
                        "is no base URL of hub a"),
                mistake(
                        3,
                        "hubs:\n  - name: a\n    instances: [x, y]\n",
                        "hub a has several machines, of which any gives out any share: its settings must have store.shares"),
                mistake(
                        1,
                        "hubs: [{name: a, instances: [x, y], settings: {store.shares: 'jdbc:sqlite:a'}}]\n",
                        "the database of PostgreSQL that they have in common"),
                mistake(
                        2,
                        HUBS
                                + "clients: [{name: d, encryptors: [s], instances: [{name: x, port: 9}, {name: y, port: 9}]}]\n",
                        "port 9 is there twice"),
                mistake(
                        2,
                        HUBS
                                + "clients: [{name: d, encryptors: [s], instances: [x, y], settings: {management.port: 8390}}]\n",
                        "port 8390 of client d/x is for its out-of-band or management interface alone, and client d/y"),
                mistake(
                        3,
                        HUBS
                                + "clients:\n  - {name: d, encryptors: [s], instances: [{name: x, url: 'http://x/client/d'}]}\n",
                        "has no member 'url'"),
                mistake(
                        2,
                        "k: 2\nclients: [{name: e, encryptors: [s], instances: [x]}]\nhubs: [{name: a}, {name: b}, {name: c}, {name: d}]\n",
                        "two of them could give a slave the same key unless k is more than half of the hubs"),
                mistake(3, HUBS + "settings:\n  client.instance: x\n", "sets it from the topology"));
    }

    private static Arguments mistake(int line, String text, String reason) {
        return Arguments.of(line, text, reason);
    }
}
