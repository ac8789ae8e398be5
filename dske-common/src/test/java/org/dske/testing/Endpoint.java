package org.dske.testing;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Application;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One method of a JAX-RS resource, as a request sees it.
 *
 * @param httpMethod in lower case, as OpenAPI writes it
 * @param path with a leading slash, below the node's base URL
 * @param javaMethod what answers
 */
public record Endpoint(String httpMethod, String path, Method javaMethod) {
    /**
     * All that an application answers.
     *
     * @param application with resources listed one by one
     * @return its endpoints, but those of a catch-all path
     */
    public static Set<Endpoint> of(Application application) {
        return application.getClasses().stream()
                .filter(type -> type.isAnnotationPresent(Path.class))
                .filter(type -> !pathOf(type).contains(".*"))
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .flatMap(method -> httpMethod(method).stream().map(verb -> new Endpoint(verb, path(method), method)))
                .collect(Collectors.toSet());
    }

    /**
     * The names of the path and query parameters that it reads.
     *
     * @return such as {@code query key_id}
     */
    public Set<String> parameters() {
        return Arrays.stream(javaMethod.getParameters())
                .flatMap(Endpoint::parameterName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The record that it reads the entity into.
     *
     * @return nothing if it reads none
     */
    public Optional<Class<?>> entity() {
        return Arrays.stream(javaMethod.getParameters())
                .filter(parameter -> parameter.getAnnotations().length == 0)
                .<Class<?>>map(Parameter::getType)
                .filter(Class::isRecord)
                .findFirst();
    }

    /** The verb and the path. */
    @Override
    public String toString() {
        return httpMethod + " " + path;
    }

    private static Optional<String> httpMethod(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .map(type -> type.getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(verb -> verb.value().toLowerCase(Locale.ROOT))
                .findFirst();
    }

    private static String path(Method method) {
        Path own = method.getAnnotation(Path.class);
        String path = pathOf(method.getDeclaringClass()) + "/" + (own == null ? "" : own.value());
        String single = ("/" + path).replaceAll("/+", "/");
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }

    private static String pathOf(Class<?> type) {
        return type.getAnnotation(Path.class).value();
    }

    private static Stream<String> parameterName(Parameter parameter) {
        QueryParam query = parameter.getAnnotation(QueryParam.class);
        PathParam path = parameter.getAnnotation(PathParam.class);
        return Stream.of(query == null ? "" : "query " + query.value(), path == null ? "" : "path " + path.value())
                .filter(name -> !name.isEmpty());
    }

    /**
     * Whether an application answers at the context path itself, as the paths of an OpenAPI document have it.
     *
     * @param application the application
     * @return true if nothing comes between the context path and the resources' paths
     */
    public static boolean atTheRoot(Application application) {
        return application
                .getClass()
                .getAnnotation(ApplicationPath.class)
                .value()
                .equals("/");
    }
}
