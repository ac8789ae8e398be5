package org.dske.launcher;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.dske.architecture.ModuleArchitecture;
import org.dske.config.Settings;
import org.dske.launcher.network.Network;
import org.dske.root.ClientPorts;
import org.junit.jupiter.api.Test;

class LauncherArchitectureTest extends ModuleArchitecture {
    LauncherArchitectureTest() {
        super(Network.class, ClientPorts.class, Settings.class);
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
        classes()
                .that()
                .resideInAPackage("org.dske.bench.echo")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("org.dske.bench.echo", "java..", "jakarta.ws.rs..", "org.jspecify.."))
                .check(CLASSES);
    }

    @Test
    void certificatesKnowNoNetworkAndBenchmarksAreKnownToCommandsAlone() {
        noClasses()
                .that()
                .resideInAPackage("org.dske.pki")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.dske.launcher.(*)..", "org.dske.bench.."))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("org.dske.bench..", "org.dske.launcher.command..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.dske.bench.."))
                .check(CLASSES);
    }
}
