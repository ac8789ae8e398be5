package org.dske.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {
    @Test
    void aProcessWithTheRootOnItsCommandLineIsOurs() throws Exception {
        Path root = Path.of("/somewhere/with a blank/root");
        Process process = new ProcessBuilder("sh", "-c", "read line; exit 0", "sh", root.toString()).start();
        try {
            assertTrue(ProcessTable.server(process.pid(), root).isPresent());
            assertFalse(ProcessTable.server(process.pid(), Path.of("/somewhere/else"))
                    .isPresent());
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertFalse(ProcessTable.server(process.pid(), root).isPresent());
    }

    @Test
    void aPidThatWasGivenToAnotherProcessIsNotOurs() {
        assertFalse(ProcessTable.server(ProcessHandle.current().pid(), Path.of("/state/hank/root"))
                .isPresent());
    }

    @Test
    void aPidFileThatIsMissingOrHoldsNoNumberHoldsNothing(@TempDir Path directory) throws Exception {
        PidFile file = new PidFile(directory.resolve("hank").resolve("node.pid"));
        assertEquals(OptionalLong.empty(), file.read());
        file.write(4711);
        assertEquals(OptionalLong.of(4711), file.read());
        assertEquals("4711\n", Files.readString(file.path()));
        Files.writeString(file.path(), "soon");
        assertEquals(OptionalLong.empty(), file.read());
        file.delete();
        assertFalse(Files.exists(file.path()));
    }
}
