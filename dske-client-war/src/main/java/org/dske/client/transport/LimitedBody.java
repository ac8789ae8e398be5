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
import org.dske.json.ErrorReader;
import org.dske.signature.Signature;
import org.jspecify.annotations.Nullable;

/** Collects the body of an answer up to a limit. One that has more is cut off, and the connection with it. */
final class LimitedBody implements HttpResponse.BodySubscriber<Void> {
    private final HttpResponse.ResponseInfo answer;
    private final String signature;
    private final CompletableFuture<HttpReply> reply;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final List<ByteBuffer> parts = new ArrayList<>();
    private final boolean unsignedError;
    private final int limit;
    private int size;
    private Flow.@Nullable Subscription subscription;

    /**
     * A body of which nothing has come.
     *
     * @param maxBody the most bytes that it may have; an unsigned error that has more than 8 KiB counts as empty
     * @param reply completed with the answer when all of it has come
     */
    LimitedBody(HttpResponse.ResponseInfo answer, int maxBody, CompletableFuture<HttpReply> reply) {
        this.answer = answer;
        // Two of them are none that could be read.
        this.signature = String.join(",", answer.headers().allValues(Signature.HEADER));
        this.reply = reply;
        this.unsignedError = signature.isEmpty() && !HttpReply.isSuccess(answer.statusCode());
        this.limit = unsignedError ? Math.min(ErrorReader.MAX_SIZE, maxBody) : maxBody;
    }

    @Override
    public CompletionStage<Void> getBody() {
        return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
        subscription = started;
        if (answer.headers().firstValueAsLong("Content-Length").orElse(0) > limit) {
            cutOff();
        } else {
            started.request(Long.MAX_VALUE);
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
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        byte[] body = new byte[size];
        ByteBuffer all = ByteBuffer.wrap(body);
        parts.forEach(all::put);
        parts.clear();
        complete(body);
    }

    private void complete(byte[] body) {
        reply.complete(new HttpReply(answer.statusCode(), signature, body));
        end.complete(null);
    }

    private void cutOff() {
        parts.clear();
        size = limit;
        if (subscription != null) {
            subscription.cancel();
        }
        if (unsignedError) {
            complete(new byte[0]);
        } else {
            end.completeExceptionally(
                    new RequestException(ErrorCode.TOO_LARGE, "the body has more than " + limit + " bytes"));
        }
    }
}
