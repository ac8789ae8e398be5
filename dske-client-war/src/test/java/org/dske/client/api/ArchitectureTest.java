package org.dske.client.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.architecture.ArchitectureRules;
import org.dske.client.hub.PeerHub;
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

    @Test
    void hubsAreCalledFromOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.dske.client.transport..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "jakarta.ws.rs.client..", "org.glassfish.jersey..")
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
                .mayOnlyBeAccessedByLayers("api", "management", "etsi014")
                .whereLayer("retrieval")
                .mayOnlyBeAccessedByLayers("api", "management", "etsi014")
                .whereLayer("encryptor")
                .mayOnlyBeAccessedByLayers("api", "etsi014", "establishment")
                .whereLayer("hub")
                .mayOnlyBeAccessedByLayers("api", "management", "etsi014", "establishment", "retrieval", "encryptor")
                .whereLayer("keyshare")
                .mayOnlyBeAccessedByLayers("hub", "etsi014", "establishment", "retrieval", "encryptor")
                .whereLayer("psrd")
                .mayOnlyBeAccessedByLayers("management", "hub", "keyshare")
                .whereLayer("audit")
                .mayOnlyBeAccessedByLayers("api", "management", "retrieval", "hub", "keyshare")
                .check(CLASSES);
    }

    /** What does not fit into one's head wants to be two packages. */
    @Test
    void noPackageHasMoreThanFifteenTypes() {
        Map<String, Long> large = CLASSES.stream()
                .filter(type -> type.getPackageName().startsWith("org.dske.client") && type.isTopLevelClass())
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        large.values().removeIf(types -> types <= 15);
        assertEquals(Map.of(), large);
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

    /** A class that knows another is not known by it, nor by what that knows: each can be read after those that it uses. */
    @Test
    void noClassesGoInCircles() {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return type.getPackageName().startsWith("org.dske.client")
                                ? SliceIdentifier.of(outermost(type).getName())
                                : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "classes of the client";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }
}
