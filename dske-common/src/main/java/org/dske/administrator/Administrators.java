package org.dske.administrator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.dske.config.ConfigurationException;
import org.dske.secret.HexDigits;
import org.dske.secret.OffHeapSecret;
import org.dske.secret.PrivateFiles;
import org.dske.secret.SecretBytes;
import org.jspecify.annotations.Nullable;

/**
 * Who may use a node's management interface: who has one of its tokens, of 256 bits each. Safe for concurrent use.
 */
public final class Administrators {
    private static final int SIZE = 32;
    private static final String SCHEME = "bearer ";

    private final Map<Role, OffHeapSecret> tokens;

    /** What somebody may do. */
    public enum Role {
        /** See the status and the metrics. */
        READ("management-read.token"),
        /** All that, and change something, and see what is revealed. */
        OPERATE("management.token");

        private final String file;

        Role(String file) {
            this.file = file;
        }

        /** {@return the name of the file that has the token} */
        public String file() {
            return file;
        }
    }

    private Administrators(Map<Role, OffHeapSecret> tokens) {
        this.tokens = tokens;
    }

    /** Nobody has a token. */
    public static Administrators none() {
        return new Administrators(Map.of());
    }

    /**
     * Who has the tokens in a directory. Those that are not there are made, for their owner's eyes alone.
     *
     * @throws ConfigurationException if a file cannot be read or written, or has no token in it
     */
    public static Administrators in(Path directory, SecureRandom random) {
        Map<Role, OffHeapSecret> tokens = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            Path file = directory.resolve(role.file());
            try {
                if (!Files.exists(file)) {
                    PrivateFiles.createDirectories(directory);
                    make(file, random);
                }
                tokens.put(role, read(file));
            } catch (IOException e) {
                throw new ConfigurationException("the token " + file
                        + " of the management interface can neither be read nor" + " made: " + PrivateFiles.reason(e));
            }
        }
        return new Administrators(tokens);
    }

    private static void make(Path file, SecureRandom random) throws IOException {
        try (SecretBytes token = SecretBytes.random(SIZE, random);
                SecretBytes line = HexDigits.line(token)) {
            PrivateFiles.create(file, line.expose());
        }
    }

    private static OffHeapSecret read(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        try (SecretBytes token = HexDigits.parse(content, SIZE)) {
            return OffHeapSecret.of(token);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "the token " + file + " is none: " + 2 * SIZE + " hexadecimal digits, such as"
                            + " openssl rand -hex " + SIZE + " makes; delete it, and the node makes a new one");
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** {@return whether somebody has a token} */
    public boolean hasTokens() {
        return !tokens.isEmpty();
    }

    /**
     * What somebody may do, by the header {@code Authorization} (RFC 6750, 2.1); nothing if it has no token of this node. How long that
     * takes says nothing of the tokens.
     */
    public Optional<Role> roleOf(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        byte[] text = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        Optional<Role> role = Optional.empty();
        try (SecretBytes given = HexDigits.parse(text, SIZE)) {
            for (Map.Entry<Role, OffHeapSecret> each : tokens.entrySet()) {
                try (SecretBytes token = each.getValue().copy()) {
                    if (token.equals(given)) {
                        role = Optional.of(each.getKey());
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return role;
    }
}
