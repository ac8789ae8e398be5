package org.dske.launcher.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.dske.enrolment.EnrolmentPackage;
import org.dske.enrolment.SealedPackage;
import org.dske.enrolment.SplitPackage;
import org.dske.protocol.enrolment.PackageHead;
import org.dske.secret.SecretBytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands enrol, import and unenrol, with nodes that do not run. */
class EnrolmentCommandsTest extends LauncherRun {
    private static final char[] PASSPHRASE = "correct horse battery".toCharArray();

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @BeforeEach
    void writeTopology() throws Exception {
        // Ports from 10 on: nobody answers there.
        Files.writeString(directory.resolve("topology.yaml"), """
                k: 2
                base-port: 10
                hubs: [{name: hank}, {name: helen}]
                clients: [{name: carol, encryptors: [sam]}, {name: connie, encryptors: [sofia]}]
                """);
        Files.writeString(file("passphrase"), new String(PASSPHRASE) + "\n");
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--topology",
                file("topology.yaml").toString(),
                "--state-directory",
                file("state").toString()));
        for (String argument : arguments) {
            all.add(argument.replace("@", directory + "/"));
        }
        return execute(all.toArray(String[]::new));
    }

    private static SecretBytes packageFor(String client) {
        byte[] data = new byte[100];
        return new EnrolmentPackage(
                        new PackageHead(
                                UUID.randomUUID(),
                                new PackageHead.Hub("hank", 1, List.of("http://localhost:10/hub/hank")),
                                new PackageHead.Client(client, null, List.of("sam")),
                                "2026-01-01T00:00:00Z",
                                "2036-01-01T00:00:00Z",
                                List.of(
                                        new PackageHead.Block(UUID.randomUUID(), "client", 100),
                                        new PackageHead.Block(UUID.randomUUID(), "hub", 100))),
                        List.of(SecretBytes.copyOf(data), SecretBytes.copyOf(data)))
                .toFile();
    }

    @Test
    void whatIsToBeMadeHasToBeSaid() {
        assertEquals(1, run("enrol"));
        assertOneLine("dske: --hub, --client and --out are needed, or --all");
        assertEquals(1, run("enrol", "--all", "@all", "--hub", "hank"));
        assertOneLine("dske: --all makes all packages");
        assertEquals(1, run("enrol", "--hub", "hans", "--client", "carol", "--out", "@p", "--plain"));
        assertOneLine("dske: there is no node 'hans' in the topology");
        assertEquals(1, run("enrol", "--hub", "carol", "--client", "carol", "--out", "@p", "--plain"));
        assertOneLine("dske: carol is no hub");
        assertEquals(1, run("enrol", "--hub", "hank", "--client", "celia", "--out", "@p", "--plain"));
        assertOneLine("dske: client celia is not in the topology: say its --encryptors");
        assertEquals(1, run("enrol", "--hub", "hank", "--client", "ca rol", "--out", "@p", "--plain"));
        assertOneLine("dske: ");
        assertEquals(1, run("enrol", "--hub", "hank", "--client", "carol", "--out", "@p", "--psrd", "much"));
        assertOneLine("dske: Invalid value for option '--psrd': 'much' is no size");
        assertEquals(1, run("enrol", "--hub", "hank", "--client", "carol", "--out", "@p", "--valid", "2y"));
        assertOneLine("dske: Invalid value for option '--valid': '2y' is no time of up to 366 days");
    }

    /** It could be imported nowhere. */
    @Test
    void noPackageIsMadeForAMachineThatThereIsNot() throws Exception {
        Files.writeString(file("topology.yaml"), """
                k: 2
                base-port: 10
                hubs: [{name: hank}, {name: helen}]
                clients: [{name: carol, instances: [east, west], encryptors: [sam]}]
                """);
        assertEquals(1, run("enrol", "--hub", "hank", "--client", "carol", "--out", "@p", "--plain"));
        assertOneLine("dske: in the topology client carol is carol/east and carol/west, and not carol: see --instance");
        assertEquals(
                1, run("enrol", "--hub", "hank", "--client", "carol", "--instance", "x", "--out", "@p", "--plain"));
        assertOneLine(
                "dske: in the topology client carol is carol/east and carol/west, and not carol/x: see --instance");
        assertEquals(
                2, run("enrol", "--hub", "hank", "--client", "carol", "--instance", "west", "--out", "@p", "--plain"));
        assertOneLine("dske: hub hank does not answer");
    }

    @Test
    void aPassphraseIsNeededAndHasSomeLength() throws Exception {
        assertEquals(1, run("enrol", "--hub", "hank", "--client", "carol", "--out", "@p"));
        assertOneLine("dske: a passphrase is needed, and nobody can be asked for it");
        Files.writeString(file("short"), "abc\n");
        assertEquals(
                1, run("enrol", "--hub", "hank", "--client", "carol", "--out", "@p", "--passphrase-file", "@short"));
        assertOneLine("dske: a passphrase has at least 12 characters");
        assertEquals(
                1, run("enrol", "--hub", "hank", "--client", "carol", "--out", "@p", "--passphrase-file", "@none"));
        assertOneLine("dske: cannot read " + file("none"));
    }

    @Test
    void whereNothingCanBeWrittenNothingIsMade() throws Exception {
        Files.writeString(file("there"), "something");
        assertEquals(1, run("enrol", "--hub", "hank", "--client", "carol", "--out", "@there", "--plain"));
        assertOneLine("dske: there is a file " + file("there") + " already");
        Files.writeString(file("p.2"), "something");
        assertEquals(1, run("enrol", "--hub", "hank", "--client", "carol", "--out", "@p", "--plain", "--split"));
        assertOneLine("dske: there is a file " + file("p.2") + " already");
        assertEquals(1, run("enrol", "--hub", "hank", "--client", "carol", "--out", "@there/p", "--plain"));
        assertOneLine("dske: cannot make the directory " + file("there"));
    }

    @Test
    void aNodeThatDoesNotRunIsSaid() throws Exception {
        assertEquals(2, run("enrol", "--hub", "hank", "--client", "carol", "--out", "@p", "--plain"));
        assertOneLine("dske: hub hank does not answer at http://127.0.0.1:210/hub/hank");
        assertFalse(Files.exists(file("p")));
        assertEquals(2, run("unenrol", "--hub", "hank", "--client", "carol"));
        assertOneLine("dske: hub hank does not answer at");
        Files.write(file("package"), packageFor("carol").expose());
        assertEquals(2, run("psrd", "import", "@package"));
        assertOneLine("dske: client carol does not answer at");
        assertTrue(Files.exists(file("package")), "what was not taken is not wiped");
    }

    @Test
    void whatIsNoPackageIsRefused() throws Exception {
        Files.writeString(file("letter"), "a letter to somebody");
        assertEquals(1, run("import", "@letter"));
        assertOneLine("dske: " + file("letter") + " is no package; if it is one of two parts, name both");
        assertEquals(1, run("import", "@none"));
        assertOneLine("dske: cannot read " + file("none"));
        byte[] cut = packageFor("carol").expose();
        Files.write(file("cut"), Arrays.copyOf(cut, cut.length - 1));
        assertEquals(1, run("import", "@cut"));
        assertOneLine("dske: the package " + file("cut") + " was cut off, or altered on the way");
        Files.write(file("celias"), packageFor("celia").expose());
        assertEquals(1, run("import", "@celias"));
        assertOneLine("dske: the package is for client celia, which is not in the topology");
    }

    @Test
    void aSealedPackageOpensWithItsPassphraseAlone() throws Exception {
        Files.write(file("sealed"), SealedPackage.seal(packageFor("carol"), PASSPHRASE.clone(), new SecureRandom()));
        Files.writeString(file("other"), "another passphrase\n");
        assertEquals(1, run("import", "@sealed", "--passphrase-file", "@other"));
        assertOneLine("dske: the package " + file("sealed") + " does not open: the passphrase is another one");
        assertEquals(1, run("import", "@sealed"));
        assertOneLine("dske: a passphrase is needed");
        assertEquals(2, run("import", "@sealed", "--passphrase-file", "@passphrase"));
        assertOneLine("dske: client carol does not answer at");
    }

    @Test
    void partsAreJoinedIfTheyAreThoseOfOnePackage() throws Exception {
        List<SecretBytes> parts = SplitPackage.split(packageFor("carol"), new SecureRandom());
        List<SecretBytes> others = SplitPackage.split(packageFor("carol"), new SecureRandom());
        Files.write(file("one"), parts.get(0).expose());
        Files.write(file("two"), parts.get(1).expose());
        Files.write(file("three"), others.get(1).expose());
        assertEquals(2, run("import", "@two", "@one"));
        assertOneLine("dske: client carol does not answer at");
        assertEquals(1, run("import", "@one", "@three"));
        assertOneLine("dske: the package " + file("one") + " and " + file("three") + " is none");
        assertEquals(1, run("import", "@one", "@two", "@three"));
        assertOneLine("dske: " + file("one") + " is no package; if it is one of two parts, name both");
    }
}
