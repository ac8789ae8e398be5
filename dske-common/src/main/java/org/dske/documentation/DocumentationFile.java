package org.dske.documentation;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** The files that Swagger UI's page is made of: these, and nothing else that a request may name. */
enum DocumentationFile {
    /** Our own start of Swagger UI, which shows this node's document and asks nobody else. */
    START("start.js", "text/javascript;charset=utf-8", () -> "org/dske/documentation/start.js"),
    /** Swagger UI. */
    BUNDLE("swagger-ui-bundle.js", "text/javascript;charset=utf-8", () -> WebJar.path("swagger-ui-bundle.js")),
    /** How it looks. */
    STYLE("swagger-ui.css", "text/css;charset=utf-8", () -> WebJar.path("swagger-ui.css")),
    /** The picture in the browser's tab. */
    ICON("favicon-32x32.png", "image/png", () -> WebJar.path("favicon-32x32.png"));

    private final String fileName;
    private final String mediaType;
    // A function of nothing.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Supplier<String> path;

    DocumentationFile(String fileName, String mediaType, Supplier<String> path) {
        this.fileName = fileName;
        this.mediaType = mediaType;
        this.path = path;
    }

    /** The file of a name, if it is one of them. */
    static Optional<DocumentationFile> of(String fileName) {
        return Arrays.stream(values())
                .filter(file -> file.fileName.equals(fileName))
                .findFirst();
    }

    String mediaType() {
        return mediaType;
    }

    byte[] content() {
        return ClassPath.read(path.get());
    }
}
