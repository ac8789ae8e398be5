package org.dske.hub.keyshare;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dske.error.DskeException;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.http.Endpoint;
import org.dske.hub.share.HeldShare;
import org.dske.hub.share.ShareTerms;
import org.dske.hub.signature.SignedExchange;
import org.dske.management.Refusals;
import org.dske.protocol.Resources;
import org.dske.protocol.exchange.ExchangeRequest;
import org.dske.protocol.exchange.ExchangeResponse;
import org.dske.protocol.exchange.GetResult;
import org.dske.protocol.exchange.IndexedKey;
import org.dske.protocol.exchange.PutEntry;
import org.dske.protocol.exchange.PutResult;

/**
 * The in-band interface for what is waiting at a client, of any number of encryptors' requests: each entry is answered as the same request
 * of its own would be, and its failure touches no other. Source: protocol, section 3.
 */
@Path(Resources.API)
@Endpoint
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class ExchangeResource {
    /** What JSON puts around the members of an entry, and of a share, in bytes. */
    private static final int AROUND_AN_ENTRY = 128;

    private static final int OF_A_KEY = 80;
    private static final int AROUND_A_PLACE = 8;

    private final KeyShareIntake intake;
    private final KeyShareDelivery delivery;
    private final Refusals refusals;

    @Inject
    public ExchangeResource(KeyShareIntake intake, KeyShareDelivery delivery, Refusals refusals) {
        this.intake = intake;
        this.delivery = delivery;
        this.refusals = refusals;
    }

    /** Takes shares and gives shares. */
    @POST
    @Path(Resources.EXCHANGE)
    @Consumes(MediaType.APPLICATION_JSON)
    public ExchangeResponse exchange(ExchangeRequest message, @Context ContainerRequestContext request) {
        SignedExchange exchange = SignedExchange.of(request.getProperty(SignedExchange.PROPERTY));
        exchange.requireSigner(message.clientName());
        boolean alone = message.ofPut().size() + message.ofGet().size() == 1;
        List<CompletableFuture<Void>> taken = take(exchange, message);
        if (getsWhatItPuts(message)) {
            // Such a get finds what the put has stored. All else goes into the store together, in one wait.
            taken.forEach(this::failureOf);
        }
        GivenShares given = give(exchange, message, alone);
        return new ExchangeResponse(
                taken.stream()
                        .map(this::failureOf)
                        .map(failure -> result(failure, alone))
                        .toList(),
                given.deliveries().stream().map(each -> result(each, alone)).toList(),
                given.padMessage(),
                together(given.deliveries()));
    }

    private List<CompletableFuture<Void>> take(SignedExchange exchange, ExchangeRequest message) {
        if (message.ofPut().isEmpty()) {
            return List.of();
        }
        byte[] values = Objects.requireNonNull(message.encryptedShareValues());
        List<PostedShares> posts = new ArrayList<>();
        int offset = 0;
        for (PutEntry entry : message.ofPut()) {
            posts.add(PostedShares.of(entry, values, offset));
            offset += (int) entry.bytes();
        }
        return intake.take(exchange, Objects.requireNonNull(message.encryptionKeyAllocation()), posts);
    }

    private GivenShares give(SignedExchange exchange, ExchangeRequest message, boolean alone) {
        List<WantedShares> questions = message.ofGet().stream()
                .map(entry -> WantedShares.of(exchange, entry))
                .toList();
        return delivery.give(exchange, questions, alone, ExchangeResource::sizeInAnswer);
    }

    private static boolean getsWhatItPuts(ExchangeRequest message) {
        Set<UUID> got = new HashSet<>();
        message.ofGet().forEach(entry -> got.addAll(entry.keyIds()));
        return !got.isEmpty()
                && message.ofPut().stream()
                        .flatMap(entry -> entry.keys().stream())
                        .anyMatch(key -> got.contains(key.userKeyId()));
    }

    /** How many bytes of the answer shares take that are asked for in one entry, which has one place to say what size they are of. */
    private static long sizeInAnswer(List<HeldShare> shares) {
        int size = shares.getFirst().size();
        if (shares.stream().anyMatch(share -> share.size() != size)) {
            throw new RequestException(
                    ErrorCode.CONFLICT, "the shares differ in size: they cannot be got in one entry, but one by one");
        }
        ShareTerms terms = shares.getFirst().terms();
        long places = terms.places() == null
                ? 0
                : terms.places().numbers().keySet().stream()
                        .mapToLong(hub -> hub.name().length() + AROUND_A_PLACE)
                        .sum();
        return AROUND_AN_ENTRY + places + (long) shares.size() * (OF_A_KEY + (size + 2L) / 3 * 4);
    }

    private static byte[] together(List<ShareDelivery> deliveries) {
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        deliveries.forEach(each -> each.encrypted().forEach(values::writeBytes));
        return values.toByteArray();
    }

    /** Why shares are not stored, when that is known; nothing if they are. */
    private Optional<DskeException> failureOf(CompletableFuture<Void> stored) {
        try {
            intake.await(stored);
            return Optional.empty();
        } catch (DskeException e) {
            return Optional.of(e);
        }
    }

    private PutResult result(Optional<DskeException> failure, boolean alone) {
        return failure.map(why -> new PutResult(status(why, alone), why.getMessage()))
                .orElse(new PutResult(PutResult.OK, null));
    }

    private GetResult result(ShareDelivery delivery, boolean alone) {
        DskeException failure = delivery.failure();
        if (failure != null) {
            return new GetResult(status(failure, alone), failure.getMessage(), null, null, null, null, null);
        }
        ShareTerms terms = delivery.terms();
        List<HeldShare> shares = delivery.held();
        return new GetResult(
                PutResult.OK,
                null,
                terms.sharing(),
                terms.threshold(),
                terms.namedPlaces(),
                shares.getFirst().size(),
                shares.stream()
                        .map(share -> new IndexedKey(share.id().keyId().uuid(), share.index()))
                        .toList());
    }

    /** What is lacking for the only entry is lacking for the whole message: only that answer has a place to say how much it is. */
    private int status(DskeException failure, boolean alone) {
        if (alone && failure.code() == ErrorCode.UNAVAILABLE) {
            throw failure;
        }
        int status = failure.code().httpStatus();
        refusals.count(status);
        return status;
    }
}
