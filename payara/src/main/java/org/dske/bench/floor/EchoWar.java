package org.dske.bench.floor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dske.bench.echo.EchoMessage;
import org.dske.bench.echo.EchoResource;

/** Makes the echo's WAR, out of classes that are here; there is none in the installation, nor anything of it in a node. */
final class EchoWar {
    private static final List<Class<?>> CLASSES =
            List.of(EchoResource.class, EchoMessage.class, EchoMessage.EchoFragment.class);

    /** The server finds the resource itself; no beans. */
    private static final String WEB_XML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
              <servlet>
                <servlet-name>jakarta.ws.rs.core.Application</servlet-name>
                <load-on-startup>1</load-on-startup>
              </servlet>
              <servlet-mapping>
                <servlet-name>jakarta.ws.rs.core.Application</servlet-name>
                <url-pattern>/*</url-pattern>
              </servlet-mapping>
            </web-app>
            """;

    private EchoWar() {}

    static void write(Path file) {
        try (ZipOutputStream war = new ZipOutputStream(Files.newOutputStream(file))) {
            add(war, "WEB-INF/web.xml", WEB_XML.getBytes(StandardCharsets.UTF_8));
            for (Class<?> type : CLASSES) {
                String name = type.getName().replace('.', '/') + ".class";
                try (InputStream bytes =
                        Objects.requireNonNull(type.getClassLoader().getResourceAsStream(name))) {
                    add(war, "WEB-INF/classes/" + name, bytes.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(ZipOutputStream war, String name, byte[] bytes) throws IOException {
        war.putNextEntry(new ZipEntry(name));
        war.write(bytes);
        war.closeEntry();
    }
}
