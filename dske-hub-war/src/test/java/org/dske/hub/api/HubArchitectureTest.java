package org.dske.hub.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.dske.architecture.ArchitectureRules;
import org.dske.config.Settings;
import org.dske.hub.keyshare.KeyShares;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class HubArchitectureTest {
    private static final JavaClasses CLASSES = ArchitectureRules.mainClasses();

    @TestFactory
    Stream<DynamicTest> everyRuleHolds() {
        return ArchitectureRules.ALL.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CLASSES)));
    }

    @Test
    void theHubsOwnClassesAreChecked() {
        assertTrue(CLASSES.contain(KeyShares.class));
        assertTrue(CLASSES.contain(HubBeans.class));
        assertTrue(CLASSES.contain(Settings.class));
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
