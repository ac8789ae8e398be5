package org.dske.architecture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import org.dske.psrd.OwnPool;
import org.dske.secret.SecretBytes;
import org.junit.jupiter.api.Test;

class ArchitectureTest extends ModuleArchitecture {
    ArchitectureTest() {
        super(SecretBytes.class, OwnPool.class);
    }

    @Test
    void testClassesAreNotChecked() {
        assertFalse(CLASSES.contain(ArchitectureTest.class));
    }

    @Test
    void aRuleThatIsBrokenIsNoticed() {
        JavaClasses broken = new ClassFileImporter().importClasses(RuleBreaker.class);
        assertTrue(ArchitectureRules.CLOCKS_FROM_PRODUCERS.evaluate(broken).hasViolation());
        assertTrue(ArchitectureRules.ELAPSED_TIME_BY_TICKER.evaluate(broken).hasViolation());
        assertTrue(ArchitectureRules.GENERATORS_FROM_PRODUCERS.evaluate(broken).hasViolation());
        assertTrue(ArchitectureRules.JAX_RS_AT_THE_EDGE.evaluate(broken).hasViolation());
        JavaClasses circle = new ClassFileImporter().importClasses(OneWay.class, Back.class);
        assertTrue(ArchitectureRules.NO_CLASS_CYCLES.evaluate(circle).hasViolation());
        JavaClasses tests = new ClassFileImporter().importPackages("org.dske.testing");
        assertTrue(ArchitectureRules.SMALL_PACKAGES.evaluate(tests).hasViolation());
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

/** One half of a circle. */
final class OneWay {
    Back back() {
        return new Back();
    }
}

/** The other half. */
final class Back {
    OneWay way() {
        return new OneWay();
    }
}
