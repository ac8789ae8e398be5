package org.dske.architecture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.dske.psrd.OwnPool;
import org.dske.secret.SecretBytes;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
    private static final JavaClasses CLASSES = ArchitectureRules.mainClasses();

    @TestFactory
    Stream<DynamicTest> everyRuleHolds() {
        return ArchitectureRules.ALL.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CLASSES)));
    }

    @Test
    void mainClassesAreCheckedAndTestClassesAreNot() {
        assertTrue(CLASSES.contain(SecretBytes.class));
        assertTrue(CLASSES.contain(OwnPool.class));
        assertFalse(CLASSES.contain(ArchitectureTest.class));
    }

    @Test
    void aRuleThatIsBrokenIsNoticed() {
        JavaClasses broken = new ClassFileImporter().importClasses(RuleBreaker.class);
        assertTrue(ArchitectureRules.CLOCKS_FROM_PRODUCERS.evaluate(broken).hasViolation());
        assertTrue(ArchitectureRules.ELAPSED_TIME_BY_TICKER.evaluate(broken).hasViolation());
        assertTrue(ArchitectureRules.GENERATORS_FROM_PRODUCERS.evaluate(broken).hasViolation());
        assertTrue(ArchitectureRules.JAX_RS_AT_THE_EDGE.evaluate(broken).hasViolation());
    }

    /** Does what the rules forbid. */
    static final class RuleBreaker {
        String now() {
            return Instant.now().toString() + new SecureRandom().nextInt() + Arrays.toString(new int[0]);
        }

        long nanos() {
            return System.nanoTime();
        }

        int status(jakarta.ws.rs.core.Response response) {
            return response.getStatus();
        }
    }
}
