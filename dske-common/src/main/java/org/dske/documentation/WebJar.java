package org.dske.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Swagger UI as it lies in the WAR: the WebJar {@code org.webjars:swagger-ui}, whose paths have its version in them. */
final class WebJar {
    private static final String DESCRIPTION = "META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final String FILES = "META-INF/resources/webjars/swagger-ui/";

    private WebJar() {}

    /**
     * Where a file of the WebJar is on the class path. The name is never what a request says: the class path holds more than
     * the WebJar.
     */
    static String path(String name) {
        return FILES + version() + "/" + name;
    }

    private static String version() {
        try (InputStream stream = ClassPath.open(DESCRIPTION)) {
            Properties properties = new Properties();
            properties.load(stream);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
