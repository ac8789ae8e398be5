package org.dske.client.transport;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.signature.Signature;
import org.jspecify.annotations.Nullable;

/** Collects the body of an answer up to a limit. One that has more is cut off, and the connection with it. */
final class LimitedBody implements HttpResponse.BodySubscriber<byte[]> {
    /** Nobody vouches for an error without a signature, and one sentence with a few facts is all that it is read for. */
    private static final int MAX_UNSIGNED_ERROR = 8_192;

    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final List<ByteBuffer> parts = new ArrayList<>();
    private final int limit;
    private final boolean dropped;
    private final long announced;
    private int size;
    private Flow.@Nullable Subscription subscription;

    /**
     * A body of which nothing has come.
     *
     * @param limit the most bytes that it may have
     * @param dropped whether one that has more counts as empty; else it is a failure
     * @param announced how many it has as the answer's head says, 0 if that does not say it
     */
    private LimitedBody(int limit, boolean dropped, long announced) {
        this.limit = limit;
        this.dropped = dropped;
        this.announced = announced;
    }

    /** Reads bodies of so many bytes, and unsigned errors of fewer. */
    static HttpResponse.BodyHandler<byte[]> upTo(int maxBody) {
        return answer -> {
            boolean signed = answer.headers().firstValue(Signature.HEADER).isPresent();
            boolean unsignedError = !signed && !HttpReply.isSuccess(answer.statusCode());
            return new LimitedBody(
                    unsignedError ? Math.min(MAX_UNSIGNED_ERROR, maxBody) : maxBody,
                    unsignedError,
                    answer.headers().firstValueAsLong("Content-Length").orElse(0));
        };
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (announced > limit) {
            cutOff();
        } else {
            given.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> next) {
        for (ByteBuffer part : next) {
            if (part.remaining() > limit - size) {
                cutOff();
                return;
            }
            size += part.remaining();
            parts.add(part);
        }
    }

    @Override
    public void onError(Throwable failure) {
        parts.clear();
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        byte[] bytes = new byte[size];
        ByteBuffer all = ByteBuffer.wrap(bytes);
        parts.forEach(all::put);
        parts.clear();
        body.complete(bytes);
    }

    private void cutOff() {
        parts.clear();
        size = limit;
        if (subscription != null) {
            subscription.cancel();
        }
        if (dropped) {
            body.complete(new byte[0]);
        } else {
            body.completeExceptionally(
                    new RequestException(ErrorCode.TOO_LARGE, "the body has more than " + limit + " bytes"));
        }
    }
}
