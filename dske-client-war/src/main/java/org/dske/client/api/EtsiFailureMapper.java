package org.dske.client.api;

import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import org.dske.http.FailureMapper;

/** Failures as ETSI GS QKD 014 wants them (clause 6.5): the details are a list of objects. */
@Provider
@Dependent
public class EtsiFailureMapper extends FailureMapper {
    @Override
    protected Object asJson(Map<String, Object> details) {
        return details.entrySet().stream()
                .map(detail -> Map.of(detail.getKey(), detail.getValue()))
                .toList();
    }
}
