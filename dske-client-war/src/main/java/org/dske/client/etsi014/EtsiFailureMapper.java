package org.dske.client.etsi014;

import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dske.client.caller.NotAuthorisedException;
import org.dske.client.establishment.SharingUnavailableException;
import org.dske.client.retrieval.KeyNotFoundException;
import org.dske.client.retrieval.KeyNotPermittedException;
import org.dske.error.DskeException;
import org.dske.error.InvalidException;
import org.dske.http.FailureMapper;

/**
 * Failures as ETSI GS QKD 014 wants them (clause 6.5): some with the standard's own sentences, and the details a list of objects with
 * one member each.
 */
@Provider
@Dependent
public final class EtsiFailureMapper extends FailureMapper {
    @Override
    protected DskeException asTold(DskeException failure) {
        return switch (failure) {
            case KeyNotFoundException e -> new InvalidException("one or more keys specified are not found on KME");
            case KeyNotPermittedException e -> new NotAuthorisedException("to get this key");
            case SharingUnavailableException e ->
                new InvalidException("not all extension_mandatory request options could be met");
            default -> failure;
        };
    }

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
