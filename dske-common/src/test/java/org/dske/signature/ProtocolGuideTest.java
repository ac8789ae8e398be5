package org.dske.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.dske.allocation.Fragment;
import org.dske.secret.SecretBytes;
import org.junit.jupiter.api.Test;

/** The exchange in the protocol guide is what the suite classic makes of it. */
class ProtocolGuideTest {
    private static final Pattern MESSAGE = Pattern.compile(
            "^Content-Length: (?<length>[0-9]+)\\nDSKE-Signature: (?<signature>.*)\\n\\n(?<body>.*)$",
            Pattern.MULTILINE);
    private static final UUID CLIENT_BLOCK = UUID.fromString("9ad7f620-5a0c-4979-8a2d-66142e06fd79");

    @Test
    void theMessagesInTheProtocolGuideVerify() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "protocol-guide.md"));
        List<MatchResult> messages = MESSAGE.matcher(guide).results().toList();
        assertEquals(2, messages.size());
        for (MatchResult message : messages) {
            byte[] body = message.group(3).getBytes(StandardCharsets.UTF_8);
            assertEquals(message.group(1), String.valueOf(body.length));
            verify(Signature.parse(message.group(2)), body);
        }
    }

    private static void verify(Signature signature, byte[] body) {
        Fragment fragment = signature.allocation().fragments().get(0);
        byte[] bytes = Arrays.copyOfRange(block(fragment.blockUuid()), fragment.start(), fragment.end());
        try (SigningKey key = new SigningKey(SecretBytes.owning(bytes))) {
            ClassicSuite.HMAC_SHA256.verify(
                    key, new SignedMessage.Request("POST", "key-share", "", "carol", "hank", body), signature);
        }
    }

    /** The blocks as the guide describes them: one counts up, the other one down. */
    private static byte[] block(UUID uuid) {
        byte[] block = new byte[256];
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) (uuid.equals(CLIENT_BLOCK) ? i : 255 - i);
        }
        return block;
    }
}
