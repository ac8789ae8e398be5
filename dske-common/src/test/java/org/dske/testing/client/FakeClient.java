package org.dske.testing.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.dske.testing.Ghash;
import org.dske.testing.Http;
import org.dske.testing.Response;

/**
 * The client's side of the protocol, written a second time and from the protocol's text alone, so that it and the hub do
 * not share their mistakes. Safe for concurrent use.
 */
public final class FakeClient {
    /** Where shares are posted and got. */
    public static final String KEY_SHARE = "/dske/api/v1/key-share";

    /** Where a client registers in band. */
    public static final String REGISTRATION = "/dske/api/v1/registration";

    private static final String API = "/dske/api/v1/";

    private final URI hub;
    /** Who it says that it is. */
    public String name;

    private final List<String> encryptors;
    private final Map<String, byte[]> clientBlocks = new LinkedHashMap<>();
    private final Map<String, Integer> allocated = new LinkedHashMap<>();
    private final Map<String, byte[]> hubBlocks = new LinkedHashMap<>();
    private final Map<String, BitSet> named = new LinkedHashMap<>();

    /** Whether tags are SHA-256(key ‖ body ‖ query) in place of HMAC-SHA256(key, query ‖ body). */
    public boolean plainHash;

    /** Whether the client signs and checks in the suite {@code its}. */
    public boolean its;

    /** What stands between allocation and tag. */
    public String separator = ";";

    /** A run of bytes in a block. */
    public record Part(String uuid, int start, int size) {
        String text() {
            return uuid + ":" + start + ":" + size;
        }

        String json() {
            return "{\"block_uuid\":\"" + uuid + "\",\"start\":" + start + ",\"size\":" + size + "}";
        }
    }

    /** Bytes and their names. */
    public record Bytes(List<Part> parts, byte[] value) {
        /** The text form. */
        public String text() {
            return parts.stream().map(Part::text).collect(Collectors.joining(","));
        }

        /** The JSON form. */
        public String json() {
            return parts.stream().map(Part::json).collect(Collectors.joining(",", "{\"fragments\":[", "]}"));
        }
    }

    /** A client that the hub does not know yet. */
    public FakeClient(URI hub, String name, String... encryptors) {
        this.hub = hub;
        this.name = name;
        this.encryptors = List.of(encryptors);
    }

    /** A client that is registered and has a block of 4000 bytes in each pool. */
    public static FakeClient ready(URI hub, String name, String... encryptors) {
        FakeClient client = new FakeClient(hub, name, encryptors);
        client.register();
        client.fetch("client", 4000);
        client.fetch("hub", 4000);
        return client;
    }

    /** A client that has agreed on the suite {@code its} and has a block of 4000 bytes in each pool. */
    public static FakeClient readyForIts(URI hub, String name, String... encryptors) {
        FakeClient client = new FakeClient(hub, name, encryptors);
        client.agree("its");
        client.fetch("client", 4000);
        client.fetch("hub", 4000);
        return client;
    }

    /** Registers with one suite, which must be picked, keeps all blocks, and speaks that suite from now on. */
    public void agree(String suite) {
        Response response = register(",\"suites\":[\"" + suite + "\"],\"known_blocks\":" + knownBlocks());
        assertEquals(200, response.status(), response::toString);
        assertEquals(suite, response.json().getString("suite"));
        its = suite.equals("its");
    }

    /** Registers in band, signed in the suite its, which must be picked, and keeps all blocks. */
    public void agreeInBand() {
        JsonObject answer = registerInBand(",\"suites\":[\"its\"],\"known_blocks\":" + knownBlocks())
                .ok();
        assertEquals("its", answer.getString("suite"));
        assertEquals(
                new TreeSet<>(blockNames()),
                answer.getJsonArray("known_blocks").stream()
                        .map(block -> ((JsonString) block).getString())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Registers in band, with further members of the request, each after a comma; checks the signature if there is one. */
    public Response registerInBand(String furtherMembers) {
        return registerInBandAs(name, furtherMembers);
    }

    /** The same, where another name than the one in the message is in what is signed. */
    public Response registerInBandAs(String signer, String furtherMembers) {
        byte[] body = utf8(registration(furtherMembers));
        String named = name;
        name = signer;
        try {
            String header = header(allocate(32), "PUT", REGISTRATION, body);
            Response response = send("PUT", REGISTRATION, header, body);
            return response.headers().containsKey("dske-signature") ? verified(header, response) : response;
        } finally {
            name = named;
        }
    }

    /** The blocks that it holds, by their names. */
    public synchronized List<String> blockNames() {
        return Stream.concat(clientBlocks.keySet().stream(), hubBlocks.keySet().stream())
                .toList();
    }

    /** The member known_blocks. */
    public synchronized String knownBlocks() {
        return Stream.concat(clientBlocks.keySet().stream(), hubBlocks.keySet().stream())
                .map(uuid -> "\"" + uuid + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** The client's name. */
    public String name() {
        return name;
    }

    /** Registers without known blocks. */
    public Response register() {
        Response response = register("");
        assertEquals(200, response.status(), response::toString);
        return response;
    }

    /** Registers with further members of the request, each after a comma. */
    public Response register(String furtherMembers) {
        return putRegistration(hub, registration(furtherMembers));
    }

    /** A registration with further members, each after a comma. */
    public String registration(String furtherMembers) {
        String names = encryptors.stream().map(s -> "\"" + s + "\"").collect(Collectors.joining(",", "[", "]"));
        return "{\"client_name\":\"" + name + "\",\"encryptor_names\":" + names + furtherMembers + "}";
    }

    /** Sends a registration. */
    public static Response putRegistration(URI hub, String json) {
        return Http.send(
                hub, "PUT", "/dske/oob/v1/registration", Map.of("Content-Type", "application/json"), utf8(json));
    }

    /** Asks for a block. */
    public Response getPsrd(String owner, String size) {
        return Http.send(
                hub,
                "GET",
                "/dske/oob/v1/psrd?client_name=" + name + "&pool_owner=" + owner + "&size=" + size,
                Map.of(),
                new byte[0]);
    }

    /** Gets a block and keeps it; returns its UUID. */
    public synchronized String fetch(String owner, int size) {
        Response response = getPsrd(owner, Integer.toString(size));
        assertEquals(200, response.status(), response::toString);
        String uuid = keep(owner, response);
        assertEquals(size, Objects.requireNonNull(blocks(owner).get(uuid)).length);
        return uuid;
    }

    /** Keeps the block that a response brings; returns its UUID. */
    public synchronized String keep(String owner, Response response) {
        JsonObject block = response.json();
        String uuid = block.getString("block_uuid");
        keep(owner, uuid, Base64.getDecoder().decode(block.getString("data")));
        return uuid;
    }

    private Map<String, byte[]> blocks(String owner) {
        return owner.equals("client") ? clientBlocks : hubBlocks;
    }

    /** Keeps a block that came some other way. */
    public synchronized void keep(String owner, String uuid, byte[] data) {
        if (owner.equals("client")) {
            clientBlocks.put(uuid, data);
            allocated.put(uuid, 0);
        } else {
            hubBlocks.put(uuid, data);
            named.put(uuid, new BitSet());
        }
    }

    /** The bytes of the client's pool that somebody names, whatever has become of them. */
    public synchronized byte[] value(List<Part> parts) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (Part part : parts) {
            value.write(Objects.requireNonNull(clientBlocks.get(part.uuid())), part.start(), part.size());
        }
        return value.toByteArray();
    }

    /** Allocates bytes out of the client's pool. */
    public synchronized Bytes allocate(int size) {
        List<Part> parts = new ArrayList<>();
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> block : clientBlocks.entrySet()) {
            int start = Objects.requireNonNull(allocated.get(block.getKey()));
            int run = Math.min(size - value.size(), block.getValue().length - start);
            if (run > 0) {
                parts.add(new Part(block.getKey(), start, run));
                value.write(block.getValue(), start, run);
                allocated.put(block.getKey(), start + run);
            }
        }
        assertEquals(size, value.size(), "the test's own pool has run dry");
        return new Bytes(parts, value.toByteArray());
    }

    /** The bytes that an allocation of the hub names, none of which it may ever have named before. */
    public synchronized byte[] take(List<Part> parts) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (Part part : parts) {
            byte[] block = hubBlocks.get(part.uuid());
            assertNotNull(block, () -> "the hub names a block that this client does not have: " + part);
            BitSet before = Objects.requireNonNull(named.get(part.uuid()));
            int used = before.nextSetBit(part.start());
            assertTrue(used < 0 || used >= part.start() + part.size(), () -> "the hub names bytes twice: " + part);
            before.set(part.start(), part.start() + part.size());
            value.write(block, part.start(), part.size());
        }
        return value.toByteArray();
    }

    /** How many bytes of its own pool the hub has named so far. */
    public synchronized int namedByHub() {
        return named.values().stream().mapToInt(BitSet::cardinality).sum();
    }

    /** The tag of a message in the suite {@code classic}. */
    public byte[] tag(byte[] key, String query, byte[] body) {
        try {
            if (plainHash) {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(key);
                digest.update(body);
                return digest.digest(utf8(query));
            }
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(utf8(query));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The header for a message, with a fresh key. */
    public String header(String target, byte[] body) {
        return header(allocate(32), target, body);
    }

    /** The header for a message, with a given key. A message without a body is a GET, one with a body a POST. */
    public String header(Bytes key, String target, byte[] body) {
        return header(key, body.length == 0 ? "GET" : "POST", target, body);
    }

    /** The header for a message with any method, with a given key. */
    public String header(Bytes key, String method, String target, byte[] body) {
        int mark = target.indexOf('?');
        String query = mark < 0 ? "" : target.substring(mark + 1);
        String path = mark < 0 ? target : target.substring(0, mark);
        byte[] tag = its
                ? Ghash.tag(key.value(), requestContext(method, path.substring(API.length()), query), body)
                : tag(key.value(), query, body);
        return key.text() + separator + Base64.getEncoder().encodeToString(tag);
    }

    /** What a tag of the suite {@code its} covers of a request beside its body. */
    public String requestContext(String method, String resource, String query) {
        return String.join("\n", "DSKE-Request", method, resource, query, name, hubName());
    }

    /** What a tag of the suite {@code its} covers of a response beside its body. */
    public String responseContext(int status, String requestHeader) {
        return String.join("\n", "DSKE-Response", Integer.toString(status), requestHeader, name, hubName());
    }

    private String hubName() {
        String path = hub.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Sends a request with a signature. */
    public Response send(String method, String target, String signature, byte[] body) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("DSKE-Signature", signature);
        if (body.length > 0) {
            headers.put("Content-Type", "application/json");
        }
        return Http.send(hub, method, target, headers, body);
    }

    /** Signs and sends a request, and checks the signature of the response. */
    public Response exchange(String method, String target, String body) {
        String header = header(allocate(32), method, target, utf8(body));
        return verified(header, send(method, target, header, utf8(body)));
    }

    /** Checks the signature of a response in the suite {@code classic}, which fits any request. */
    public Response verified(Response response) {
        assertFalse(its, "a response in the suite its fits one request");
        return verified("", response);
    }

    /** Checks the signature of the response to a request with a given signature. */
    public Response verified(String requestHeader, Response response) {
        assertTrue(fits(requestHeader, response), () -> "the signature does not fit " + response);
        return response;
    }

    /** Whether a response's signature fits it and the request with a given signature; its key counts as used. */
    public boolean fits(String requestHeader, Response response) {
        String header = response.headers().get("dske-signature");
        assertNotNull(header, () -> "not signed: " + response);
        int split = header.indexOf(separator);
        assertTrue(split > 0, header);
        byte[] key = take(parts(header.substring(0, split)));
        assertEquals(32, key.length, header);
        byte[] tag = its
                ? Ghash.tag(key, responseContext(response.status(), requestHeader), response.body())
                : tag(key, "", response.body());
        return Base64.getEncoder().encodeToString(tag).equals(header.substring(split + 1));
    }

    /** The body of a post, with the share encrypted by fresh bytes. */
    public String share(String keyId, int index, byte[] share, String furtherMembers) {
        Bytes pad = allocate(share.length);
        return share(keyId, "\"share_index\":" + index, pad.json(), xor(share, pad.value()), furtherMembers);
    }

    /** The body of a post, by its parts; the encryptors are sam and sofia. */
    public String share(String keyId, String index, String allocation, byte[] encrypted, String furtherMembers) {
        return "{\"master_client_name\":\"" + name + "\",\"master_sae_id\":\"sam\",\"slave_sae_id\":\"sofia\""
                + ",\"user_key_id\":\"" + keyId + "\"," + index + ",\"encryption_key_allocation\":" + allocation
                + ",\"encrypted_share_value\":\"" + Base64.getEncoder().encodeToString(encrypted) + "\""
                + furtherMembers + "}";
    }

    /** Posts a share of a key of sam's for sofia. */
    public Response post(String keyId, int index, byte[] share) {
        return exchange("POST", KEY_SHARE, share(keyId, index, share, ""));
    }

    /** Posts a share, which must work. */
    public void posted(String keyId, byte[] share) {
        Response response = post(keyId, 0, share);
        assertEquals(200, response.status(), response::toString);
    }

    /** Gets a share of a key of sam's for sofia. */
    public Response get(String keyId) {
        return get("sam", "sofia", keyId);
    }

    /** Gets a share. */
    public Response get(String master, String slave, String keyId) {
        return exchange(
                "GET",
                KEY_SHARE + "?client_name=" + name + "&master_sae_id=" + master + "&slave_sae_id=" + slave + "&key_id="
                        + keyId,
                "");
    }

    /** The share that a response to a get holds. */
    public byte[] decrypt(Response response) {
        assertEquals(200, response.status(), response::toString);
        JsonObject message = response.json();
        return xor(Base64.getDecoder().decode(message.getString("encrypted_share_value")), takePad(message));
    }

    /** The bytes that encrypt what a message of the hub holds. */
    byte[] takePad(JsonObject message) {
        return take(message.getJsonObject("encryption_key_allocation").getJsonArray("fragments").stream()
                .map(JsonValue::asJsonObject)
                .map(part -> new Part(part.getString("block_uuid"), part.getInt("start"), part.getInt("size")))
                .toList());
    }

    private static List<Part> parts(String text) {
        return Stream.of(text.split(",", -1))
                .map(part -> part.split(":", -1))
                .map(part -> new Part(part[0], Integer.parseInt(part[1]), Integer.parseInt(part[2])))
                .toList();
    }

    /** Two texts XORed. */
    public static byte[] xor(byte[] one, byte[] other) {
        assertEquals(one.length, other.length);
        byte[] result = new byte[one.length];
        for (int i = 0; i < one.length; i++) {
            result[i] = (byte) (one[i] ^ other[i]);
        }
        return result;
    }

    /** A text's bytes. */
    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
