package org.dske.integration;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives tests a parameter: a network of five hubs and two clients, of which three hubs make a key, with the developer guide's
 * small blocks. It is started once and shared by all classes; every test gets it whole, and is to leave it whole.
 */
class SharedNetwork implements ParameterResolver, BeforeEachCallback, TestExecutionExceptionHandler {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedNetwork.class);
    private static final int NODES = 7;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LaunchedNetwork.class;
    }

    @Override
    public LaunchedNetwork resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return network(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        network(context).heal();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        System.err.println(
                context.getDisplayName() + " failed\n" + network(context).logTails());
        throw failure;
    }

    private LaunchedNetwork network(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(getClass(), key -> start(), LaunchedNetwork.class);
    }

    private LaunchedNetwork start() {
        LaunchedNetwork network = write();
        // Left over by a run that was killed.
        network.close();
        network.start();
        return network;
    }

    /** Writes what is started then. */
    LaunchedNetwork write() {
        return LaunchedNetwork.of("shared", """
                k: 3
                base-port: %d
                settings:
                  laboratory: true
                  psrd.demonstration: true
                  etsi.plain-http: true
                hubs:
                  - name: hank
                  - name: helen
                  - name: hilary
                  - name: holly
                  - name: hugo
                clients:
                  - name: carol
                    encryptors: [sam]
                  - name: connie
                    encryptors: [sofia]
                """.formatted(FreePorts.row(NODES)));
    }
}
