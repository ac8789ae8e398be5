package org.dske.management;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.dske.config.ConfigurationException;
import org.dske.secret.PrivateFiles;
import org.dske.secret.SecretBytes;
import org.jspecify.annotations.Nullable;

/**
 * Who may use a node's management interface: who has one of its tokens, of 256 bits each. Safe for concurrent use.
 */
public final class Administrators {
    private static final int SIZE = 32;
    private static final String SCHEME = "bearer ";

    private final Map<Role, SecretBytes> tokens;

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

    private Administrators(Map<Role, SecretBytes> tokens) {
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
        Map<Role, SecretBytes> tokens = new EnumMap<>(Role.class);
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
        byte[] bytes = new byte[SIZE];
        random.nextBytes(bytes);
        byte[] text = (HexFormat.of().formatHex(bytes) + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            PrivateFiles.create(file, text);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(text, (byte) 0);
        }
    }

    private static SecretBytes read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (!text.matches("[0-9a-f]{" + 2 * SIZE + "}")) {
            throw new ConfigurationException(
                    "the token " + file + " is none: " + 2 * SIZE + " hexadecimal digits, such as"
                            + " openssl rand -hex " + SIZE + " makes; delete it, and the node makes a new one");
        }
        return SecretBytes.owning(text.getBytes(StandardCharsets.ISO_8859_1));
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
        byte[] given = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        Optional<Role> role = Optional.empty();
        for (Map.Entry<Role, SecretBytes> token : tokens.entrySet()) {
            if (MessageDigest.isEqual(token.getValue().expose(), given)) {
                role = Optional.of(token.getKey());
            }
        }
        return role;
    }
}
