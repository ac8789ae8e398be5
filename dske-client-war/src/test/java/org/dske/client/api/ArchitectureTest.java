package org.dske.client.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Random;
import java.util.stream.Stream;
import org.dske.architecture.ArchitectureRules;
import org.dske.client.peerhub.PeerHub;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
    private static final JavaClasses CLASSES = ArchitectureRules.mainClasses();

    @TestFactory
    Stream<DynamicTest> everyRuleOfTheArchitectureHolds() {
        assertTrue(CLASSES.contain(PeerHub.class));
        return ArchitectureRules.ALL.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CLASSES)));
    }

    @Test
    void theConfigurationIsReadByTheProducersAlone() {
        noClasses()
                .that()
                .resideInAPackage("org.dske.client..")
                .and()
                .areNotAssignableTo(ClientBeans.class)
                .and()
                .haveSimpleNameNotEndingWith("Settings")
                .and()
                .haveSimpleNameNotEndingWith("Limits")
                .and()
                .areNotAssignableTo(org.dske.client.peerhub.KnownHub.class)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.dske.config.Settings")
                .check(CLASSES);
    }

    @Test
    void httpIsDealtWithAtTheEdge() {
        noClasses()
                .that()
                .resideInAPackage("org.dske.client..")
                .and()
                .resideOutsideOfPackage("org.dske.client.peerhub..")
                .and()
                .haveNameNotMatching(".*(Resource|Filter|Interceptor|Mapper|Writer|Application)")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "org.glassfish.jersey..", "java.net.http..")
                .check(CLASSES);
    }

    @Test
    void jerseyIsKnownToOneClass() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("HubHttp")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.glassfish.jersey..")
                .check(CLASSES);
    }

    @Test
    void timeAndRandomnessComeFromTheProducersAlone() {
        noClasses()
                .that()
                .resideInAPackage("org.dske.client..")
                .and()
                .areNotAssignableTo(ClientBeans.class)
                .should()
                .callConstructor(SecureRandom.class)
                .orShould()
                .callMethod(InstantSource.class, "system")
                .orShould()
                .callConstructor(Random.class)
                .check(CLASSES);
    }
}
