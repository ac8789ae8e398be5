package org.dske.testing;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.dske.body.JsonEntityInterceptor;
import org.dske.config.HttpSettings;
import org.dske.http.FailureMapper;
import org.dske.http.JsonbProvider;
import org.glassfish.hk2.utilities.binding.AbstractBinder;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.process.Inflector;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.model.Resource;

/**
 * Reads bodies as messages just as a node does, and answers with the message that it has read: Jersey with the nodes' own
 * providers, without a network. So what a peer would get for a body can be seen some thousand times a second.
 */
public final class EchoServer {
    private static final URI BASE = URI.create("http://localhost/");

    private final ApplicationHandler handler;

    /**
     * A server.
     *
     * @param maxBody the largest body that it reads, in bytes
     * @param messages the records that it reads bodies as
     */
    public EchoServer(int maxBody, List<Class<?>> messages) {
        ResourceConfig application = new ResourceConfig()
                .register(JsonEntityInterceptor.class)
                .register(JsonbProvider.class)
                .register(FailureMapper.class)
                .register(new AbstractBinder() {
                    @Override
                    protected void configure() {
                        bind(new HttpSettings(maxBody)).to(HttpSettings.class);
                        install(DependentScope.binder());
                    }
                });
        messages.forEach(message -> application.registerResources(resource(message)));
        handler = new ApplicationHandler(application);
    }

    /**
     * What a peer gets.
     *
     * @param status the HTTP status
     * @param body the entity
     */
    public record Answer(int status, byte[] body) {}

    /**
     * Sends a body to the server.
     *
     * @param message what it is read as
     * @param body the bytes
     * @return 200 and the message that was read, written anew; or a failure and its error message
     */
    public Answer post(Class<?> message, byte[] body) {
        ContainerRequest request = new ContainerRequest(
                BASE,
                BASE.resolve(path(message)),
                HttpMethod.POST,
                null,
                new MapPropertiesDelegate(),
                handler.getConfiguration());
        request.header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        request.setEntityStream(new ByteArrayInputStream(body));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            return new Answer(handler.apply(request, answer).get().getStatus(), answer.toByteArray());
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Resource resource(Class<?> message) {
        Resource.Builder resource = Resource.builder(path(message));
        resource.addMethod(HttpMethod.POST)
                .consumes(MediaType.APPLICATION_JSON_TYPE)
                .produces(MediaType.APPLICATION_JSON_TYPE)
                .handledBy(new Echo(message));
        return resource.build();
    }

    private record Echo(Class<?> message) implements Inflector<ContainerRequestContext, Response> {
        @Override
        public Response apply(ContainerRequestContext request) {
            return Response.ok(((ContainerRequest) request).readEntity(message)).build();
        }
    }

    private static String path(Class<?> message) {
        return message.getName();
    }
}
