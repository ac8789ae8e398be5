package org.dske.client.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.dske.administrator.AdministratorFilter;
import org.dske.body.JsonEntityInterceptor;
import org.dske.client.caller.CallerFilter;
import org.dske.client.enrolment.ImportResource;
import org.dske.client.etsi014.EtsiFailureMapper;
import org.dske.client.etsi014.KeyContainerWriter;
import org.dske.client.etsi014.KeyRefusalFilter;
import org.dske.client.etsi014.KeyResource;
import org.dske.client.etsi014.RequestBodyFilter;
import org.dske.documentation.DocumentationResource;
import org.dske.health.HealthResource;
import org.dske.http.AcceptFilter;
import org.dske.http.HeadFilter;
import org.dske.http.JsonbProvider;
import org.dske.http.ListenerFeature;
import org.dske.http.SegmentFilter;
import org.dske.management.ManagementResource;
import org.dske.management.RefusalFilter;
import org.dske.management.StoppedFilter;
import org.dske.page.PageResource;

/** All that a client answers. */
@ApplicationPath("/")
public final class ClientApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                KeyResource.class,
                CallerFilter.class,
                RequestBodyFilter.class,
                KeyContainerWriter.class,
                KeyRefusalFilter.class,
                ManagementResource.class,
                ImportResource.class,
                AdministratorFilter.class,
                HealthResource.class,
                DocumentationResource.class,
                PageResource.class,
                SegmentFilter.class,
                AcceptFilter.class,
                ListenerFeature.class,
                StoppedFilter.class,
                RefusalFilter.class,
                HeadFilter.class,
                JsonbProvider.class,
                JsonEntityInterceptor.class,
                EtsiFailureMapper.class);
    }

    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
