package org.dske.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServletErrorFilterTest {
    private final Map<String, Object> sent = new TreeMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDefectOutsideOfAllResourcesIsAJsonErrorThatTellsNothing(boolean ofTheServer) throws Exception {
        filter(false, (request, response) -> fail(ofTheServer));

        assertEquals("{setContentType=application/json, setStatus=500}", sent.toString());
        assertEquals(
                "{\"message\":\"internal error; the node's log says more\"}", body.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void behindAnAnswerThatHasBegunNothingIsSent(boolean ofTheServer) {
        assertThrows(Exception.class, () -> filter(true, (request, response) -> fail(ofTheServer)));

        assertEquals("{}", sent.toString());
        assertEquals("", body.toString(StandardCharsets.UTF_8));
    }

    private static void fail(boolean ofTheServer) throws ServletException {
        if (ofTheServer) {
            throw new ServletException("secret");
        }
        throw new IllegalStateException("secret");
    }

    private void filter(boolean committed, FilterChain chain) throws Exception {
        new ServletErrorFilter().doFilter(stub(HttpServletRequest.class, false), response(committed), chain);
    }

    private HttpServletResponse response(boolean committed) {
        return stub(HttpServletResponse.class, committed);
    }

    /** Takes note of what is set that is asked about. */
    private <T> T stub(Class<T> type, boolean committed) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "isCommitted" -> committed;
                    case "getOutputStream" -> new Bytes();
                    case "setStatus", "setContentType" -> {
                        sent.put(method.getName(), arguments[0]);
                        yield null;
                    }
                    default -> null;
                }));
    }

    private final class Bytes extends ServletOutputStream {
        @Override
        public void write(int b) {
            body.write(b);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
