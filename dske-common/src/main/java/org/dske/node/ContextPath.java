package org.dske.node;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The context path that this application is deployed at, whose last part is the node's name. The application learns it in
 * its first event, which reaches observers in the WAR's own classes only; a ServletContext that is injected is not there yet
 * when the beans are made.
 */
public final class ContextPath {
    private final AtomicReference<@Nullable String> path = new AtomicReference<>();

    /** Sets it, such as {@code /hub/hank}, before any other bean is made. */
    public void set(String contextPath) {
        path.set(contextPath);
    }

    /** {@return the context path, such as {@code /hub/hank}} */
    String get() {
        String known = path.get();
        if (known == null) {
            throw new IllegalStateException("the application has not started");
        }
        return known;
    }
}
