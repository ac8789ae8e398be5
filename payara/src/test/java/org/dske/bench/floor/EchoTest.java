package org.dske.bench.floor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.dske.bench.echo.EchoMessage;
import org.dske.bench.echo.EchoResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EchoTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @Test
    void theWholeMessageComesBack() throws Exception {
        Jsonb json = JsonbBuilder.create();
        EchoMessage message = json.fromJson(EchoWork.MESSAGE, EchoMessage.class);

        String back = json.toJson(new EchoResource().echo(message));

        assertEquals(message, json.fromJson(back, EchoMessage.class));
        assertEquals("carol", message.masterClientName());
        assertEquals(64, message.fragments().get(0).size());
        assertEquals(5, message.places().get("hugo"));
        assertEquals(EchoWork.MESSAGE.length(), back.length(), back);
    }

    @Test
    void theApplicationIsAResourceAndItsMessageAndNothingElse() throws Exception {
        Path war = directory.resolve("echo.war");
        EchoWar.write(war);
        try (ZipFile zip = new ZipFile(war.toFile())) {
            Set<String> names = zip.stream().map(ZipEntry::getName).collect(Collectors.toSet());
            assertEquals(
                    Set.of(
                            "WEB-INF/web.xml",
                            "WEB-INF/classes/org/dske/bench/echo/EchoResource.class",
                            "WEB-INF/classes/org/dske/bench/echo/EchoMessage.class",
                            "WEB-INF/classes/org/dske/bench/echo/EchoMessage$EchoFragment.class"),
                    names);
        }
    }
}
