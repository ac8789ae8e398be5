package org.dske.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads files that are packed into the application. */
final class ClassPath {
    private ClassPath() {}

    /** Opens a file, by its path from the class path's root. */
    static InputStream open(String path) {
        InputStream stream = ClassPath.class.getClassLoader().getResourceAsStream(path);
        if (stream == null) {
            throw new IllegalStateException(path + " is not in the application");
        }
        return stream;
    }

    /** All bytes of a file. */
    static byte[] read(String path) {
        try (InputStream stream = open(path)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of a file in UTF-8. */
    static String text(String path) {
        return new String(read(path), StandardCharsets.UTF_8);
    }
}
