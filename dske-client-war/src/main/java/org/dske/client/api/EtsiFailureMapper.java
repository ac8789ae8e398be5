package org.dske.client.api;

import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dske.http.FailureMapper;

/** Failures as ETSI GS QKD 014 wants them (clause 6.5): the details are a list of objects with one member each. */
@Provider
@Dependent
public class EtsiFailureMapper extends FailureMapper {
    @Override
    protected Object asJson(Map<String, Object> details) {
        return details.entrySet().stream()
                .flatMap(detail -> facts(detail.getValue()).map(fact -> Map.of(detail.getKey(), fact)))
                .toList();
    }

    private static Stream<Object> facts(Object value) {
        return value instanceof List<?> list ? list.stream().map(Object.class::cast) : Stream.of(value);
    }
}
