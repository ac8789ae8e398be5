package org.dske.page;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;

/**
 * The files that a page is made of: these, and nothing else that a request may name. All come out of the WAR, so pages work without a
 * network.
 *
 * @param files by the names that the page has for them
 */
public record WebFiles(Map<String, WebFile> files) {
    private static final String BASE = "<base href=\"./\">";
    private static final String WEB_JARS = "META-INF/resources/webjars/";

    /** One copy for all nodes of a process that share this class: unpacking takes long enough for somebody who asks again and again to keep a node busy. */
    private static final Map<String, byte[]> CONTENTS = new ConcurrentHashMap<>();

    public WebFiles {
        files = Map.copyOf(files);
    }

    /**
     * A file.
     *
     * @param path on the class path
     * @param descriptor of the WebJar that it is in: the file's path has the version in it, as {@code %s}; empty if it is in none
     */
    public record WebFile(String path, String descriptor) {
        /** One of ours. */
        public static WebFile own(String path) {
            return new WebFile(path, "");
        }

        /** One of a WebJar. */
        public static WebFile ofWebJar(String group, String artifact, String name) {
            return new WebFile(
                    WEB_JARS + artifact + "/%s/" + name,
                    "META-INF/maven/" + group + "/" + artifact + "/pom.properties");
        }

        /** Its media type, with the charset of text. */
        public String mediaType() {
            String extension = path.substring(path.lastIndexOf('.') + 1);
            return switch (extension) {
                case "js" -> "text/javascript;charset=utf-8";
                case "css" -> "text/css;charset=utf-8";
                case "png" -> "image/png";
                case "svg" -> "image/svg+xml;charset=utf-8";
                default -> throw new IllegalStateException("of what type is " + path + "?");
            };
        }

        /** Its bytes, which are not to be changed. */
        public byte[] content() throws IOException {
            byte[] known = CONTENTS.get(path);
            if (known == null) {
                known = read(descriptor.isEmpty() ? path : path.formatted(version()));
                CONTENTS.put(path, known);
            }
            return known;
        }

        private String version() throws IOException {
            Properties description = new Properties();
            description.load(new ByteArrayInputStream(read(descriptor)));
            return description.getProperty("version");
        }
    }

    /**
     * Finds a file.
     *
     * @throws RequestException with 404 if it is none of these
     */
    public WebFile get(String name) {
        WebFile file = files.get(name);
        if (file == null) {
            throw new RequestException(ErrorCode.NOT_FOUND, "there is no such file");
        }
        return file;
    }

    /**
     * A page, as HTML.
     *
     * @param path on the class path; it has {@code <base href="./">}
     * @param base what its links are relative to, for the path that it was asked for by
     */
    public static String page(String path, String base) throws IOException {
        return new String(read(path), StandardCharsets.UTF_8).replace(BASE, "<base href=\"" + base + "\">");
    }

    /** Out of what the WAR has: this class may be of a loader that nodes share, and which knows nothing of that. */
    private static byte[] read(String path) throws IOException {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException(path + " is not in the application");
            }
            return file.readAllBytes();
        }
    }
}
