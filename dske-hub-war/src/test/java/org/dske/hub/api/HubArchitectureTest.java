package org.dske.hub.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import org.dske.architecture.ModuleArchitecture;
import org.dske.config.Settings;
import org.dske.hub.keyshare.KeyShares;
import org.junit.jupiter.api.Test;

class HubArchitectureTest extends ModuleArchitecture {
    HubArchitectureTest() {
        super(KeyShares.class, HubBeans.class, Settings.class);
    }

    @Test
    void onlyTheApplicationKnowsWhatItContains() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackage("org.dske.hub.api..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.dske.hub.api..");
        rule.check(CLASSES);
    }
}
