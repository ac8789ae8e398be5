package org.dske.testing.hub;

import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The side of a {@link FakeHub} on which everything is signed. */
final class FakeInBand {
    private static final int SIGNING_KEY = 32;
    private static final List<String> SUITES = List.of("its", "classic");

    private final FakeHub hub;
    private final HubState state;
    private final FakeOutOfBand outOfBand;
    private final FakeShares shares;

    FakeInBand(FakeHub hub, HubState state, FakeOutOfBand outOfBand) {
        this.hub = hub;
        this.state = state;
        this.outOfBand = outOfBand;
        this.shares = new FakeShares(hub, state);
    }

    /** An answer and its signature, empty if it has none. */
    record Signed(Wire.Answer answer, String signature) {}

    Signed answer(Call call, Fault wrong) {
        synchronized (state) {
            Wire.Signature signature = Wire.Signature.parse(call.signature());
            Optional<HubState.Registered> signer =
                    signature.runs().isEmpty() ? Optional.empty() : state.ownerOf(signature.runs());
            if (wrong == Fault.DRY) {
                return unsigned(Wire.dry(SIGNING_KEY, 0, false));
            }
            if (signer.isEmpty()) {
                return unsigned(Wire.error(401, "unknown PSRD block", false));
            }
            HubState.Registered client = signer.get();
            if (!verifies(client, call, signature)) {
                return unsigned(Wire.error(401, "these bytes were used", false));
            }
            if (client.left() < SIGNING_KEY) {
                return unsigned(Wire.dry(SIGNING_KEY, client.left(), false));
            }
            Wire.Answer answer = work(client, call, wrong);
            return new Signed(answer, sign(client, call, answer, wrong));
        }
    }

    private static Signed unsigned(Wire.Answer answer) {
        return new Signed(answer, "");
    }

    private boolean verifies(HubState.Registered client, Call call, Wire.Signature signature) {
        byte[] key = client.bytes(client.clientPool, signature.runs());
        boolean fits = fits(client, client.suite, call, key, signature.tag());
        if (!fits && SUITES.stream().noneMatch(suite -> fits(client, suite, call, key, signature.tag()))) {
            state.violations.add(call.what() + " has a signature that does not fit");
        }
        int context = String.join(
                        "\n", "DSKE-Request", call.method(), call.resource(), call.query(), client.name, hub.name())
                .getBytes(StandardCharsets.UTF_8)
                .length;
        if (client.suite.equals("its") && (context > 1_008 || signature.runs().size() > 8)) {
            state.violations.add(call.what() + " has a context of " + context + " bytes and a key in "
                    + signature.runs().size() + " fragments");
        }
        if (signature.runs().stream().mapToInt(HubState.Run::size).sum() != SIGNING_KEY) {
            state.violations.add(call.what() + " has a signing key of another size");
        }
        boolean fresh = state.use(client, signature.runs(), call.signature());
        return fits && fresh;
    }

    private boolean fits(HubState.Registered client, String suite, Call call, byte[] key, byte[] tag) {
        byte[] expected = Wire.tag(
                suite,
                key,
                call.query(),
                call.body(),
                "DSKE-Request",
                call.method(),
                call.resource(),
                call.query(),
                client.name,
                hub.name());
        return MessageDigest.isEqual(tag, expected);
    }

    private Wire.Answer work(HubState.Registered client, Call call, Fault wrong) {
        if (wrong == Fault.FOREIGN_404) {
            return new Wire.Answer(404, Wire.object().add("detail", "Not Found"), true);
        }
        if (wrong == Fault.CONFLICT) {
            return Wire.error(409, "it is not as you think", true);
        }
        if (wrong == Fault.GARBAGE) {
            return new Wire.Answer(200, "{\"share_index\": }}", true);
        }
        if (wrong == Fault.ENDLESS) {
            return new Wire.Answer(200, Wire.ENDLESS, true);
        }
        return switch (call.what()) {
            case "PUT registration" -> outOfBand.register(Wire.json(call.body()));
            case "POST key-share" -> shares.take(client, call);
            case "GET key-share" -> shares.give(client, call, wrong);
            case "POST key-shares" -> hub.knowsBatches ? shares.takeMany(client, call) : unknown();
            case "POST key-shares/fetch" -> hub.knowsBatches ? shares.giveMany(client, call, wrong) : unknown();
            case "POST exchange" -> hub.takesExchanges() ? shares.exchange(client, call, wrong) : unknown();
            default -> hub.knowsEncryptors && call.what().startsWith("GET encryptors/") ? find(call) : unknown();
        };
    }

    private static Wire.Answer unknown() {
        return Wire.error(404, "no such resource", true);
    }

    private Wire.Answer find(Call call) {
        String sae = java.net.URLDecoder.decode(
                call.resource().substring("encryptors/".length()).replace("+", "%2B"), StandardCharsets.UTF_8);
        Optional<HubState.Registered> owner = state.clients.values().stream()
                .filter(registered -> registered.encryptors.contains(sae))
                .findFirst();
        String client = owner.map(registered -> registered.name).orElse(hub.elsewhere.getOrDefault(sae, ""));
        JsonObjectBuilder found = Wire.object().add("sae_id", hub.confusesEncryptors ? "x" + sae : sae);
        if (client.isEmpty()) {
            return Wire.error(404, "no such encryptor", found);
        }
        found.add("client_name", client);
        if (!hub.saysOfClients.isEmpty()) {
            found.add("suite", hub.saysOfClients);
        } else {
            owner.ifPresent(registered -> found.add("suite", registered.bestSuite));
        }
        return new Wire.Answer(200, found, true);
    }

    private String sign(HubState.Registered client, Call call, Wire.Answer answer, Fault wrong) {
        if (client.left() < SIGNING_KEY) {
            return "";
        }
        List<HubState.Run> runs = client.allocate(SIGNING_KEY);
        byte[] tag = Wire.tag(
                client.suite,
                client.bytes(client.hubPool, runs),
                "",
                answer.body(),
                "DSKE-Response",
                String.valueOf(answer.status()),
                call.signature(),
                client.name,
                hub.name());
        state.countHub(client, SIGNING_KEY);
        state.tidy(client);
        StringBuilder header = new StringBuilder();
        for (HubState.Run run : runs) {
            header.append(header.isEmpty() ? "" : ",")
                    .append(wrong == Fault.UNKNOWN_BLOCK ? UUID.randomUUID() : run.block())
                    .append(":")
                    .append(run.start())
                    .append(":")
                    .append(run.size());
        }
        if (wrong == Fault.WRONG_TAG) {
            tag[3] ^= 4;
        }
        return header + (hub.foreign ? "%" : ";") + Base64.getEncoder().encodeToString(tag);
    }
}
