package org.dske.launcher;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.stream.Stream;
import org.dske.architecture.ArchitectureRules;
import org.dske.config.Settings;
import org.dske.launcher.network.Network;
import org.dske.root.ClientPorts;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LauncherArchitectureTest {
    private static final JavaClasses CLASSES = ArchitectureRules.mainClasses();

    @TestFactory
    Stream<DynamicTest> everyRuleHolds() {
        return ArchitectureRules.ALL.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CLASSES)));
    }

    @Test
    void theLaunchersOwnClassesAreChecked() {
        assertTrue(CLASSES.contain(Network.class));
        assertTrue(CLASSES.contain(ClientPorts.class));
        assertTrue(CLASSES.contain(Settings.class));
    }

    @Test
    void whatIsDeployedOnItsOwnUsesNothingOfTheLauncher() {
        classes()
                .that()
                .resideInAPackage("org.dske.root")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("org.dske.root", "java..", "jakarta.servlet..", "org.jspecify.."))
                .check(CLASSES);
    }

    @Test
    void certificatesKnowNoNetworkAndBenchmarksAreKnownToCommandsAlone() {
        noClasses()
                .that()
                .resideInAPackage("org.dske.pki")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.dske.launcher.(*)..", "org.dske.bench"))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("org.dske.bench", "org.dske.launcher.command")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.dske.bench"))
                .check(CLASSES);
    }

    /** But for commands and their subcommands, which picocli has know each other. */
    @Test
    void classesCanBeReadOneAfterTheOther() {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                        String name = javaClass.getName();
                        return name.matches("org\\.dske\\.(pki|bench|root|launcher)\\..*")
                                        && !name.startsWith("org.dske.launcher.command.")
                                ? SliceIdentifier.of(name.replaceFirst("\\$.*", ""))
                                : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "the launcher's classes";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
