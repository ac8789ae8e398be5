package org.dske.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the test of each module's architecture begins with: its own classes are looked at, and all rules hold for them. */
public abstract class ModuleArchitecture {
    /** The module's main classes and those of dske-common. */
    protected static final JavaClasses CLASSES = ArchitectureRules.mainClasses();

    private final List<Class<?>> some;

    /**
     * A module's architecture.
     *
     * @param some of its classes, from different packages
     */
    protected ModuleArchitecture(Class<?>... some) {
        this.some = List.of(some);
    }

    @Test
    protected void theModulesOwnClassesAreChecked() {
        some.forEach(type -> assertTrue(CLASSES.contain(type), type::getName));
    }

    @TestFactory
    protected Stream<DynamicTest> everyRuleHolds() {
        return ArchitectureRules.ALL.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CLASSES)));
    }
}
