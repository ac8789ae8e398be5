package org.dske.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dske.allocation.Fragment;
import org.dske.secret.SecretBytes;
import org.junit.jupiter.api.Test;

/** The exchange in the protocol guide is what the suite classic makes of it, and the captured one what its does. */
class ProtocolGuideTest {
    private static final Pattern MESSAGE = Pattern.compile(
            "^Content-Length: (?<length>[0-9]+)\\nDSKE-Signature: (?<signature>.*)\\n\\n(?<body>.*)$",
            Pattern.MULTILINE);
    private static final Pattern CAPTURED =
            Pattern.compile("^```http\\n(.*?)\\n\\n(.*?)\\n```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern PSRD =
            Pattern.compile("^\\| `([0-9a-f-]{36}:\\d+:\\d+)` \\| [^|]* \\| `([0-9a-f]+)` \\|$", Pattern.MULTILINE);
    private static final Pattern PAD =
            Pattern.compile("\"block_uuid\":\"([0-9a-f-]{36})\",\"size\":(\\d+),\"start\":(\\d+)");
    private static final Pattern SHARE = Pattern.compile("\"encrypted_share_values\":\"([^\"]+)\"");
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

    /** A request and its answer, twice: the first client hands its share over, the second gets it. */
    @Test
    void theCapturedMessagesVerifyAndCarryOneShare() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "protocol-guide.md"));
        Map<String, byte[]> psrd = PSRD.matcher(guide)
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> HexFormat.of().parseHex(row.group(2))));
        List<MatchResult> messages = CAPTURED.matcher(guide).results().toList();
        assertEquals(4, messages.size());
        for (int i = 0; i < messages.size(); i += 2) {
            String client = i == 0 ? "carol" : "connie";
            String request = signature(messages.get(i));
            verify(
                    psrd,
                    request,
                    new SignedMessage.Request("POST", "exchange", "", client, "hank", body(messages.get(i))));
            verify(
                    psrd,
                    signature(messages.get(i + 1)),
                    new SignedMessage.Response(200, request, client, "hank", body(messages.get(i + 1))));
        }
        String share = share(psrd, messages.get(0));
        assertEquals(share, share(psrd, messages.get(3)));
        assertTrue(guide.contains("`" + share + "`"), share);
    }

    private static String header(MatchResult message, String name) {
        return message.group(1)
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 2);
    }

    private static String signature(MatchResult message) {
        return header(message, "DSKE-Signature");
    }

    private static byte[] body(MatchResult message) {
        byte[] body = message.group(2).getBytes(StandardCharsets.UTF_8);
        assertEquals(header(message, "Content-Length"), String.valueOf(body.length));
        return body;
    }

    private static void verify(Map<String, byte[]> psrd, String header, SignedMessage message) {
        byte[] bytes = Objects.requireNonNull(psrd.get(header.substring(0, header.indexOf(';'))));
        try (SigningKey key = new SigningKey(SecretBytes.owning(bytes.clone()))) {
            new ItsSuite().verify(key, message, Signature.parse(header));
        }
    }

    /** The share in a message, in hexadecimal digits. */
    private static String share(Map<String, byte[]> psrd, MatchResult message) {
        MatchResult pad = PAD.matcher(message.group(2)).results().findFirst().orElseThrow();
        byte[] bytes = Objects.requireNonNull(psrd.get(pad.group(1) + ":" + pad.group(3) + ":" + pad.group(2)));
        byte[] share = Base64.getDecoder()
                .decode(SHARE.matcher(message.group(2))
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(1));
        assertEquals(bytes.length, share.length);
        for (int i = 0; i < share.length; i++) {
            share[i] ^= bytes[i];
        }
        return HexFormat.of().formatHex(share);
    }
}
