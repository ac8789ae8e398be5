package org.dske.client.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.library.Architectures;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
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

    /** Keys are on top of the facade of a hub, that on top of the packages behind it, and the transport below them all. */
    @Test
    void thePackagesLieOneOnTheOther() {
        Architectures.LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String name : List.of(
                "api",
                "management",
                "etsi014",
                "caller",
                "ahead",
                "establishment",
                "retrieval",
                "encryptor",
                "hub",
                "keyshare",
                "psrd",
                "audit",
                "transport")) {
            layers = layers.layer(name).definedBy("org.dske.client." + name);
        }
        layers.whereLayer("api")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("management")
                .mayOnlyBeAccessedByLayers("api")
                .whereLayer("etsi014")
                .mayOnlyBeAccessedByLayers("api")
                .whereLayer("caller")
                .mayOnlyBeAccessedByLayers("api", "etsi014")
                .whereLayer("establishment")
                .mayOnlyBeAccessedByLayers("api", "management", "etsi014", "ahead")
                .whereLayer("ahead")
                .mayOnlyBeAccessedByLayers("api", "management", "etsi014", "retrieval")
                .whereLayer("retrieval")
                .mayOnlyBeAccessedByLayers("api", "management", "etsi014")
                .whereLayer("encryptor")
                .mayOnlyBeAccessedByLayers("api", "etsi014", "establishment")
                .whereLayer("hub")
                .mayOnlyBeAccessedByLayers(
                        "api", "management", "etsi014", "ahead", "establishment", "retrieval", "encryptor")
                .whereLayer("keyshare")
                .mayOnlyBeAccessedByLayers("hub", "etsi014", "establishment", "retrieval", "encryptor")
                .whereLayer("psrd")
                .mayOnlyBeAccessedByLayers("management", "hub", "keyshare")
                .whereLayer("audit")
                .mayOnlyBeAccessedByLayers("api", "management", "retrieval", "hub", "keyshare")
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
