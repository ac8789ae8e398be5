package org.dske.hub.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.dske.administrator.AdministratorFilter;
import org.dske.body.JsonEntityInterceptor;
import org.dske.documentation.DocumentationResource;
import org.dske.health.HealthResource;
import org.dske.http.AcceptFilter;
import org.dske.http.FailureMapper;
import org.dske.http.HeadFilter;
import org.dske.http.JsonbProvider;
import org.dske.http.ListenerFeature;
import org.dske.http.SegmentFilter;
import org.dske.hub.encryptor.EncryptorResource;
import org.dske.hub.enrolment.EnrolmentResource;
import org.dske.hub.keyshare.ExchangeResource;
import org.dske.hub.keyshare.KeyShareResource;
import org.dske.hub.psrd.PsrdBlockInterceptor;
import org.dske.hub.psrd.PsrdResource;
import org.dske.hub.refusal.RefusedRequestFilter;
import org.dske.hub.registration.OutOfBandFilter;
import org.dske.hub.registration.OutOfBandRegistrationResource;
import org.dske.hub.registration.SignedRegistrationResource;
import org.dske.hub.signature.SignedRequestFilter;
import org.dske.hub.signature.SignedResponseFilter;
import org.dske.management.ManagementResource;
import org.dske.management.RefusalFilter;
import org.dske.management.StoppedFilter;
import org.dske.page.PageResource;

/** All that a hub answers. */
@ApplicationPath("/")
public final class HubApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                OutOfBandRegistrationResource.class,
                SignedRegistrationResource.class,
                OutOfBandFilter.class,
                EnrolmentResource.class,
                PsrdResource.class,
                PsrdBlockInterceptor.class,
                KeyShareResource.class,
                ExchangeResource.class,
                EncryptorResource.class,
                ManagementResource.class,
                AdministratorFilter.class,
                HealthResource.class,
                DocumentationResource.class,
                PageResource.class,
                SignedRequestFilter.class,
                SignedResponseFilter.class,
                SegmentFilter.class,
                AcceptFilter.class,
                ListenerFeature.class,
                StoppedFilter.class,
                HeadFilter.class,
                RefusalFilter.class,
                RefusedRequestFilter.class,
                JsonbProvider.class,
                JsonEntityInterceptor.class,
                FailureMapper.class);
    }

    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
