package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.core.Feature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dske.integration.lying.Lie;
import org.dske.integration.lying.LieServlet;
import org.dske.integration.lying.LyingFeature;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Hubs that lie when they are told to. */
final class LyingHubs {
    private LyingHubs() {}

    /**
     * A project's directory that has a hub WAR with lies in it, and all else of this project's: links. What is started from there has
     * hubs that are honest until they are told otherwise.
     */
    static Path home() {
        WebArchive war = Wars.hub("dske-hub")
                .addPackage(Lie.class.getPackage())
                .addAsServiceProvider(Feature.class, LyingFeature.class);
        Wars.write(war, "lying-home/dske-hub-war/target");
        Path home = TestNetwork.file("lying-home/README", "made by tests\n").getParent();
        try {
            for (String module : List.of("dske-client-war", "payara")) {
                Files.deleteIfExists(home.resolve(module));
                Files.createSymbolicLink(
                        home.resolve(module), Launcher.project().resolve(module));
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has a hub lie from now on. */
    static void tell(Node hub, Lie lie) {
        Answer answer = Http.send("PUT", hub.url(LieServlet.PATH + "/" + lie), "");
        assertEquals(200, answer.status(), () -> hub + " cannot tell the lie " + lie + ": " + answer.body());
    }

    /** Whether a hub has told its lie, or a part of it. */
    static void assertTold(Node hub) {
        String told = Http.get(hub.url(LieServlet.PATH)).body();
        assertTrue(Integer.parseInt(told) > 0, hub + " has not lied yet");
    }
}
