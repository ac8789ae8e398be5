package org.dske.launcher;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import org.dske.architecture.ModuleArchitecture;
import org.dske.config.Settings;
import org.dske.launcher.network.Network;
import org.dske.launcher.root.ClientPorts;
import org.junit.jupiter.api.Test;

class LauncherArchitectureTest extends ModuleArchitecture {
    LauncherArchitectureTest() {
        super(Network.class, ClientPorts.class, Settings.class);
    }

    @Test
    void whatIsDeployedOnItsOwnUsesNothingOfTheLauncher() {
        classes()
                .that()
                .resideInAPackage("org.dske.launcher.root")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("org.dske.launcher.root", "java..", "jakarta.servlet..", "org.jspecify.."))
                .check(CLASSES);
    }
}
