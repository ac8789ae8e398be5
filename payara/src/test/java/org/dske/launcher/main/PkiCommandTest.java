package org.dske.launcher.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PkiCommandTest extends LauncherRun {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"pki", "pki init", "pki issue", "pki list", "pki renew"})
    void everyCommandHasHelp(String command) {
        assertEquals(0, execute((command + " --help").split(" ")), err.toString());
        assertTrue(out.toString().contains("Usage: dske " + command), out.toString());
    }

    @Test
    void aTopologyGetsItsCertificatesOnce() throws Exception {
        assertEquals(0, pki("init", "--name", "Our CA"));
        assertTrue(out.toString().contains("CN=Our CA"), out.toString());
        assertEquals(0, pki("issue", "--all"));
        assertTrue(out.toString().contains("DNS:localhost, DNS:nodes.example.org, IP:127.0.0.1"), out.toString());
        assertTrue(Files.exists(directory.resolve("pki/sae/sam.p12")));
        assertEquals(0, pki("issue", "--all"));
        assertTrue(out.toString().startsWith("nothing to issue"), out.toString());
        assertEquals(0, pki("renew", "--all", "--within", "30", "--json"));
        assertEquals("{\"certificates\":[]}", out.toString().strip());
        assertEquals(0, pki("list", "--json"));
        assertTrue(out.toString().contains("{\"name\":\"sam\",\"kind\":\"sae\""), out.toString());
        assertTrue(out.toString().contains("\"sans\":[\"URI:sae:sam\"]"), out.toString());
    }

    @Test
    void aNewCaMakesTheListFailUntilTheRenewal() throws Exception {
        assertEquals(0, pki("init"));
        assertEquals(0, pki("issue", "kme", "carol"));
        assertEquals(0, pki("init", "--force"));
        assertTrue(out.toString().contains("1 certificates are of another CA now"), out.toString());
        assertEquals(1, pki("list"));
        assertTrue(out.toString().contains("foreign CA"), out.toString());
        assertEquals(0, pki("renew", "kme", "carol"));
        assertEquals(0, pki("list"));
    }

    @Test
    void whatIsToBeDoneAfterANewCaIsSaidWithTheOptionsThatWereGiven() throws Exception {
        assertEquals(0, pki("init", "--password", "secret of ours"));
        assertEquals(0, pki("issue", "kme", "carol", "--password", "secret of ours"));
        Path password = Files.writeString(directory.resolve("it's a file"), "secret of ours\n");

        assertEquals(0, pki("init", "--force", "--password-file", password.toString()));

        assertTrue(
                out.toString()
                        .contains("./dske --topology " + directory.resolve("topology.yaml") + " pki --dir "
                                + directory.resolve("pki") + " --password-file '" + directory
                                + "/it'\\''s a file' renew --all makes them anew"),
                out.toString());

        assertEquals(0, pki("init", "--force", "--password", "secret of ours"));
        assertFalse(out.toString().contains("secret"), out.toString());
    }

    @Test
    void whatIsThereIsAOneLineError() throws Exception {
        assertEquals(0, pki("init"));
        assertEquals(1, pki("init"));
        assertOneLine("dske: " + directory.resolve("pki/ca.crt") + " is there already: nothing was written");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "issue",
                "issue kme",
                "issue foo x",
                "issue kme ../x",
                "issue kme x --ip y",
                "issue kme x --dns a_b!",
                "issue sae x --dns y",
                "issue sae x --days 0",
                "issue --all x",
                "issue kme x --key-type dsa",
                "renew",
                "renew x --all",
                "renew foo x",
                "renew x --within 3",
                "renew --all --within -1",
                "init --days x",
                "list --password abc",
                "list --password abcdef --password-file x",
                "list --password-file missing",
            })
    void aWrongCommandLineIsAOneLineErrorWithStatus2(String arguments) throws Exception {
        assertEquals(0, pki("init"));
        assertEquals(1, pki(arguments.isEmpty() ? new String[0] : arguments.split(" ")), arguments);
        assertOneLine("dske: ");
        assertFalse(err.toString().contains("internal error"), err.toString());
    }

    @Test
    void thePasswordComesFromAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "secret of ours\n");
        assertEquals(0, pki("init", "--password-file", file.toString()));
        assertEquals(0, pki("issue", "sae", "sam", "--password-file", file.toString()));
        assertEquals(1, pki("renew", "sam"));
        assertEquals(0, pki("renew", "sam", "--password", "secret of ours"));
    }

    private int pki(String... arguments) throws Exception {
        Path topology = Files.writeString(directory.resolve("topology.yaml"), """
                k: 2
                host: nodes.example.org
                hubs: [{name: hugo}, {name: hank}]
                clients: [{name: carol, encryptors: [sam]}]
                """);
        String[] all = new String[arguments.length + 5];
        all[0] = "--topology";
        all[1] = topology.toString();
        all[2] = "pki";
        all[3] = "--dir";
        all[4] = directory.resolve("pki").toString();
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        return execute(all);
    }
}
