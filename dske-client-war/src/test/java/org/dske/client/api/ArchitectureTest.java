package org.dske.client.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Random;
import org.dske.architecture.ModuleArchitecture;
import org.dske.client.hub.PeerHub;
import org.junit.jupiter.api.Test;

class ArchitectureTest extends ModuleArchitecture {
    ArchitectureTest() {
        super(PeerHub.class, ClientBeans.class);
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
                .areNotAssignableTo(org.dske.client.hub.KnownHub.class)
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
                .haveNameNotMatching(".*(Resource|Filter|Interceptor|Mapper|Writer|Application)")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs..")
                .check(CLASSES);
    }

    /** The facade is on top of the rooms behind it, and the transport below them all. */
    @Test
    void theRoomsOfAHubLieOneOnTheOther() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("hub")
                .definedBy("org.dske.client.hub")
                .layer("keyshare")
                .definedBy("org.dske.client.keyshare")
                .layer("psrd")
                .definedBy("org.dske.client.psrd")
                .layer("audit")
                .definedBy("org.dske.client.audit")
                .layer("transport")
                .definedBy("org.dske.client.transport")
                .whereLayer("hub")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("keyshare")
                .mayOnlyBeAccessedByLayers("hub")
                .whereLayer("psrd")
                .mayOnlyBeAccessedByLayers("hub", "keyshare")
                .whereLayer("audit")
                .mayOnlyBeAccessedByLayers("hub", "keyshare")
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
