package org.dske.integration;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WARs as the build made them, for Arquillian to deploy: a WAR's name becomes its context path, and so the node's name. */
final class Wars {
    private Wars() {}

    static WebArchive hub(String name) {
        return war("dske-hub", name);
    }

    static WebArchive client(String name) {
        return war("dske-client", name);
    }

    /** Adds configuration, as one may put it into a WAR. */
    static WebArchive configured(WebArchive war, Map<String, String> properties) {
        String text = properties.entrySet().stream()
                .map(property -> property.getKey() + "=" + property.getValue() + "\n")
                .collect(Collectors.joining());
        return war.addAsResource(new StringAsset(text), "META-INF/microprofile-config.properties");
    }

    /** A URL of Arquillian's at this machine's loopback interface, by which who calls a laboratory needs no token. */
    static String fromThisMachine(URI url) {
        return "http://127.0.0.1:" + url.getPort() + url.getPath();
    }

    /** Writes a WAR into a directory among those of the networks, and says where. */
    static Path write(WebArchive war, String directory) {
        Path file = LaunchedNetwork.file(directory + "/" + war.getName(), "");
        war.as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }

    private static WebArchive war(String module, String name) {
        Path file = Launcher.project().resolve(module + "-war/target/" + module + ".war");
        return ShrinkWrap.create(ZipImporter.class, name + ".war")
                .importFrom(file.toFile())
                .as(WebArchive.class);
    }
}
