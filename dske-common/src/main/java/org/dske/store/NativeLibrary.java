package org.dske.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.dske.config.ConfigurationException;
import org.dske.secret.PrivateFiles;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's machine code. The driver unpacks it into a file that it deletes when the process ends, and so leaves it behind if that is killed.
 * In a directory of the store it is found by the next process and deleted, so that there is never more than one.
 */
final class NativeLibrary {
    /** Where the driver unpacks it. Who has set it has a reason, as a file system from which nothing is executed. */
    private static final String PLACE = "org.sqlite.tmpdir";

    private static final Logger LOG = Logger.getLogger(NativeLibrary.class.getName());

    private NativeLibrary() {}

    /**
     * Loads the library, if it is not, by way of a directory of a store that this process has for itself.
     *
     * @throws ConfigurationException if it cannot be loaded
     */
    static void load(Path store) throws IOException {
        Path directory = store.resolve("native");
        PrivateFiles.createDirectories(directory);
        for (Path left : files(directory)) {
            delete(left);
        }
        // The property is the process's, in which each WAR may load the driver for itself.
        synchronized (System.getProperties()) {
            boolean ours = System.getProperty(PLACE) == null;
            if (ours) {
                System.setProperty(PLACE, directory.toString());
            }
            try {
                SQLiteJDBCLoader.initialize();
            } catch (Exception e) {
                LOG.log(Level.FINE, "SQLite", e);
                throw new ConfigurationException("SQLite's library cannot be loaded from " + System.getProperty(PLACE)
                        + ", perhaps as nothing is executed from that file system: -D" + PLACE
                        + " names another directory");
            } finally {
                if (ours) {
                    System.clearProperty(PLACE);
                }
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static void delete(Path left) {
        try {
            Files.delete(left);
        } catch (IOException e) {
            // Where a file that is in use cannot be deleted: the next process does.
            LOG.log(Level.FINE, e, () -> left + " stays");
        }
    }
}
