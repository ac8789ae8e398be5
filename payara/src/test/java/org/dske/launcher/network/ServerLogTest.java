package org.dske.launcher.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @Test
    void whatANodeSaidOfItsConfigurationIsTheReason() throws Exception {
        assertEquals("dske.psrd.wait = 'x' is not allowed: allowed is a duration", reason("""
                2026-11-23 04:45:35.125 SEVERE  jakarta.enterprise.web.core: Startup of context /hub/hank failed
                org.apache.catalina.LifecycleException: org.dske.config.ConfigurationException: dske.psrd.wait = 'x' is not allowed: allowed is a duration
                \tat org.apache.catalina.core.StandardContext.start(StandardContext.java:1)
                Caused by: java.lang.IllegalStateException: later
                """));
    }

    @Test
    void elseItIsTheInnermostCause() throws Exception {
        assertEquals("java.io.IOException: disk full", reason("""
                2026-11-23 04:45:35.125 SEVERE  x.y: Exception while loading the app
                Caused by: java.lang.IllegalStateException: outer
                Caused by: java.io.IOException: disk full
                """));
    }

    @Test
    void elseItIsWhatWasThrown() throws Exception {
        assertEquals(
                "org.glassfish.deployment.common.DeploymentException: CDI deployment failure:WELD-001408: Unsatisfied"
                        + " dependencies for type PeerClients with qualifiers @Default",
                reason("""
                2026-11-27 21:43:38.988 INFO    jakarta.enterprise.web: Virtual server server loaded default web module\s
                2026-11-27 21:43:47.837 SEVERE  javax.enterprise.system.core: Exception during lifecycle processing
                org.glassfish.deployment.common.DeploymentException: CDI deployment failure:WELD-001408: Unsatisfied dependencies for type PeerClients with qualifiers @Default
                  at injection point [BackedAnnotatedParameter] Parameter 2 of [BackedAnnotatedConstructor] @Inject public org.dske.hub.registration.RegistrationResource(NodeName, PeerClients, Suites)
                  at org.dske.hub.registration.RegistrationResource.<init>(RegistrationResource.java:0)
                 -- WELD-001408: Unsatisfied dependencies for type PeerClients with qualifiers @Default
                  at injection point [BackedAnnotatedParameter] Parameter 2 of [BackedAnnotatedConstructor] @Inject public org.dske.hub.registration.RegistrationResource(NodeName, PeerClients, Suites)
                  at org.dske.hub.registration.RegistrationResource.<init>(RegistrationResource.java:0)

                \tat org.jboss.weld.bootstrap.Validator.validateInjectionPointForDeploymentProblems(Validator.java:397)
                \tat java.base/java.lang.Thread.run(Thread.java:1474)

                2026-11-27 21:43:47.838 SEVERE  javax.enterprise.system.core: Exception while loading the app
                2026-11-27 21:43:47.932 SEVERE  javax.enterprise.system.core: Exception while loading the app : CDI deployment failure:WELD-001408: Unsatisfied dependencies for type PeerClients with qualifiers @Default
                2026-11-27 21:43:48.932 SEVERE  javax.enterprise.system.core: Exception while stopping the app
                java.lang.IllegalStateException: no beans
                Caused by: java.lang.NullPointerException
                """));
    }

    @Test
    void whatGoesWrongInTheCleanUpIsNotTheReason() throws Exception {
        assertEquals("java.net.BindException: Address already in use", reason("""
                2026-11-23 04:45:35.125 WARNING x.y: an old habit
                Caused by: java.lang.Exception: harmless
                2026-11-23 04:45:35.125 SEVERE  x.y: Exception while loading the app
                java.lang.IllegalStateException: outer
                \tat x.Y.z(Y.java:1)
                Caused by: java.io.IOException: middle
                \t... 12 more
                Caused by: java.net.BindException: Address already in use
                \t... 13 more
                2026-11-23 04:45:36.125 SEVERE  x.y: Exception while stopping the app
                Caused by: java.lang.NullPointerException
                """));
    }

    @Test
    void aMachineThatHasNoMoreOfSomethingIsTheReasonForAllElse() throws Exception {
        assertEquals("Too many open files", reason("""
                2026-11-23 04:45:35.125 SEVERE  x.y: Can't find bundle for base name x.LogStrings
                Caused by: java.util.MissingResourceException: Can't find bundle
                2026-11-23 04:45:35.125 WARNING x.y: java.nio.file.FileSystemException: /x/a.jar: Too many open files
                """));
    }

    @Test
    void elseItIsTheFirstComplaint() throws Exception {
        assertEquals("no such application", reason("""
                2026-11-23 04:45:35.125 INFO    x.y: going on
                2026-11-23 04:45:35.125 SEVERE  x.y: no such application
                2026-11-23 04:45:35.125 SEVERE  x.y: giving up
                """));
    }

    @Test
    void elseItIsWhatJavaSaidOfItsOptions() throws Exception {
        assertEquals("Invalid maximum heap size: -Xmx1", reason("""
                Invalid maximum heap size: -Xmx1
                Error: Could not create the Java Virtual Machine.
                Error: A fatal exception has occurred. Program will exit.
                """));
    }

    @Test
    void aServerMayHaveSaidNothing() {
        assertEquals("it said nothing", new ServerLog(directory.resolve("none.log")).reason());
    }

    /** One node that fails is found by asking for it; a server in which nothing can be deployed answers nobody. */
    @Test
    void aServerGivesUpWhereEvenTheLastCannotBeDeployed() throws Exception {
        assertFalse(log("""
                2026-11-29 00:11:49.101 SEVERE  javax.enterprise.system.core: Exception during lifecycle processing
                """).gaveUp());
        assertTrue(log("""
                2026-11-29 00:11:49.101 SEVERE  javax.enterprise.system.core: Exception during lifecycle processing
                2026-11-29 00:11:49.298 WARNING fish.payara.boot.runtime.BootCommand: Boot Command deploy failed PlainTextActionReporterFAILUREDescription: deploy AdminCommandError occurred during deployment: Exception while preparing the app
                """).gaveUp());
    }

    private String reason(String text) throws Exception {
        return log(text).reason();
    }

    private ServerLog log(String text) throws Exception {
        return new ServerLog(Files.writeString(directory.resolve("node.log"), text));
    }
}
