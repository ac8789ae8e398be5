package org.dske.framing;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.dske.error.DskeException;
import org.dske.error.InvalidException;
import org.dske.http.RequestHead;
import org.dske.json.JsonMessages;
import org.dske.protocol.ErrorMessage;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.util.BufferChunk;
import org.glassfish.grizzly.http.util.ByteChunk;
import org.glassfish.grizzly.http.util.DataChunk;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.memory.MemoryManager;

/**
 * Refuses a request whose {@link RequestHead} can be read in two ways, with a JSON error, and ends its connection, so that nothing
 * behind it is taken for a request: also where the server would answer by itself, and no application would see it.
 *
 * <p>Grizzly takes a {@code Content-Length} that comes before {@code Transfer-Encoding: chunked} out of the headers. The bytes of the head
 * are still there, behind the value of the latter, and are looked at.
 */
final class FramingGuard extends BaseFilter {
    private static final Attribute<Boolean> REFUSED =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(FramingGuard.class.getName() + ".refused");
    private static final String SEEN = FramingGuard.class.getName() + ".seen";
    private static final String LENGTH = "\ncontent-length";

    @Override
    public NextAction handleRead(FilterChainContext context) {
        if (REFUSED.isSet(context.getConnection())) {
            return context.getStopAction();
        }
        HttpContent content = context.getMessage();
        HttpRequestPacket request = (HttpRequestPacket) content.getHttpHeader();
        if (request.getAttribute(SEEN) != null) {
            // Another part of its body.
            return context.getInvokeAction();
        }
        try {
            if (hasHiddenLength(request)) {
                throw new InvalidException("the request has both Transfer-Encoding and Content-Length");
            }
            head(request).check();
        } catch (DskeException e) {
            refuse(context, request, e);
            return context.getStopAction();
        }
        request.setAttribute(SEEN, true);
        return context.getInvokeAction();
    }

    private static RequestHead head(HttpRequestPacket request) {
        return new RequestHead(
                request.getMethod().getMethodString(),
                request.getProtocolString(),
                request.getRequestURIRef().getOriginalRequestURIBC().toString(StandardCharsets.ISO_8859_1),
                StreamSupport.stream(request.getHeaders().names().spliterator(), false)
                        .toList(),
                name -> StreamSupport.stream(request.getHeaders().values(name).spliterator(), false)
                        .toList());
    }

    @SuppressWarnings("ReferenceEquality") // Whether it is the same memory.
    private static boolean hasHiddenLength(HttpRequestPacket request) {
        DataChunk coding = request.getHeaders().getValue("Transfer-Encoding");
        if (coding == null) {
            return false;
        }
        return switch (coding.getType()) {
            case Bytes -> {
                ByteChunk bytes = coding.getByteChunk();
                int begin = begin(
                        request,
                        coding.getType(),
                        target -> target.getByteChunk().getBuffer() == bytes.getBuffer());
                yield namesLength(
                        new String(bytes.getBuffer(), begin, bytes.getStart() - begin, StandardCharsets.ISO_8859_1));
            }
            case Buffer -> {
                BufferChunk bytes = coding.getBufferChunk();
                int begin = begin(
                        request,
                        coding.getType(),
                        target -> target.getBufferChunk().getBuffer() == bytes.getBuffer());
                yield namesLength(
                        bytes.getBuffer().toStringContent(StandardCharsets.ISO_8859_1, begin, bytes.getStart()));
            }
            // Somebody has read it before, and nobody knows what was there.
            default -> true;
        };
    }

    /** Where to begin: at the request's target if it lies in the same memory, else with all that there is. */
    private static int begin(HttpRequestPacket request, DataChunk.Type type, Predicate<DataChunk> isInTheSameMemory) {
        DataChunk target = request.getRequestURIRef().getOriginalRequestURIBC();
        return target.getType() == type && isInTheSameMemory.test(target) ? target.getStart() : 0;
    }

    /** Whether the head that these bytes end with has one; what is in front of the head ends with an empty line at the latest. */
    private static boolean namesLength(String bytes) {
        int begin = Math.max(bytes.lastIndexOf("\n\r\n"), bytes.lastIndexOf("\n\n"));
        return bytes.substring(Math.max(0, begin)).toLowerCase(Locale.ROOT).contains(LENGTH);
    }

    @SuppressWarnings("rawtypes") // Grizzly's own.
    private static void refuse(FilterChainContext context, HttpRequestPacket request, DskeException why) {
        Connection<?> connection = context.getConnection();
        REFUSED.set(connection, true);
        byte[] body = JsonMessages.write(new ErrorMessage(String.valueOf(why.getMessage()), null));
        HttpResponsePacket response = request.getResponse();
        response.setStatus(why.code().httpStatus());
        response.setHeader("Connection", "close");
        response.setContentType("application/json");
        response.setContentLength(body.length);
        request.getProcessingState().setError(true);
        HttpContent content = HttpContent.builder(response)
                .content(Buffers.wrap(MemoryManager.DEFAULT_MEMORY_MANAGER, body))
                .last(true)
                .build();
        context.write(null, content, new EmptyCompletionHandler<WriteResult>() {
            @Override
            public void completed(WriteResult written) {
                connection.closeSilently();
            }

            @Override
            public void failed(Throwable failure) {
                connection.closeSilently();
            }
        });
    }
}
