package org.dske.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * The rules of the architecture, for every module to check its own classes against, together with those of dske-common:
 * {@code ArchitectureRules.ALL.forEach(rule -> rule.check(ArchitectureRules.mainClasses()))}.
 */
public final class ArchitectureRules {
    /** The packages that know no framework. */
    private static final String[] CONCEPTS = {
        "org.dske.time..",
        "org.dske.random..",
        "org.dske.secret..",
        "org.dske.field..",
        "org.dske.allocation..",
        "org.dske.ledger..",
        "org.dske.psrd..",
        "org.dske.signature..",
        "org.dske.sharing..",
        "org.dske.reconstruction..",
        "org.dske.encryption..",
        "org.dske.key..",
        "org.dske.tls..",
        "org.dske.error.."
    };

    /** One of the classes of each circle: a Ticker makes Deadlines, which ask it for the time. */
    private static final Set<String> CIRCLES = Set.of("org.dske.time.Ticker");

    /** Where a node's beans are produced: clocks, generators and the configuration come from there. */
    private static final DescribedPredicate<JavaClass> PRODUCERS = DescribedPredicate.describe(
            "produce beans, or are where a process starts",
            javaClass -> producesBeans(javaClass) || startsProcess(javaClass));

    /** Concepts can be built with new in any test, and read without knowing a framework. */
    public static final ArchRule CONCEPTS_USE_THE_JDK_ALONE = classes()
            .that()
            .resideInAnyPackage(CONCEPTS)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(Stream.concat(
                            Stream.of(CONCEPTS),
                            Stream.of(
                                    "java..",
                                    "javax.crypto..",
                                    "javax.naming..",
                                    "javax.net.ssl..",
                                    "javax.security.auth.x500..",
                                    "org.jspecify.."))
                    .toArray(String[]::new)))
            .because("concepts know no HTTP, JSON, CDI or configuration");

    /** HTTP is dealt with at the edge. */
    public static final ArchRule JAX_RS_AT_THE_EDGE = noClasses()
            .that(resideOutsideOfPackages("org.dske.http..", "org.dske..api.."))
            .and(DescribedPredicate.not(DescribedPredicate.describe(
                    "are named Resource, Filter, Interceptor, Mapper or Writer", ArchitectureRules::isNamedForTheEdge)))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ws.rs..")
            .because("a resource only translates, and nobody else knows HTTP");

    /** Nodes are called from one place. */
    public static final ArchRule HTTP_CLIENT_IN_TRANSPORT = noClasses()
            .that(resideOutsideOfPackages("org.dske.client.transport..", "org.dske.launcher..", "org.dske.bench.."))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "jakarta.ws.rs.client..", "org.glassfish.jersey..")
            .because("bounds on time and size are kept in one place");

    /** JSON is bound to the messages, and to nothing else. */
    public static final ArchRule JSON_B_IN_MESSAGES = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.dske.protocol..", "org.dske.json..", "org.dske.http..", "org.dske.client.etsi014..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.json.bind..")
            .because("messages are records of their own");

    /** The configuration is read once. */
    public static final ArchRule CONFIGURATION_IN_PRODUCERS = noClasses()
            .that(DescribedPredicate.not(PRODUCERS))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.microprofile.config..")
            .because("a node's settings are one checked record, made at its start");

    /** A hub and a client meet on the wire alone. */
    public static final ArchRule HUB_KNOWS_NO_CLIENT = noClasses()
            .that()
            .resideInAPackage("org.dske.hub..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.dske.client..")
            .allowEmptyShould(true);

    /** A hub and a client meet on the wire alone. */
    public static final ArchRule CLIENT_KNOWS_NO_HUB = noClasses()
            .that()
            .resideInAPackage("org.dske.client..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.dske.hub..")
            .allowEmptyShould(true);

    /** What common holds is there for both. */
    public static final ArchRule COMMON_KNOWS_NO_NODE = noClasses()
            .that()
            .resideOutsideOfPackages("org.dske.hub..", "org.dske.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.dske.hub..", "org.dske.client..");

    /** Packages can be read one after the other. */
    public static final ArchRule NO_CYCLES =
            slices().matching("org.dske.(**)").should().beFreeOfCycles();

    /**
     * Classes can be read one after the other, too. But for commands and their subcommands, which picocli has know each other, and those
     * whose circle is their idea.
     */
    public static final ArchRule NO_CLASS_CYCLES = slices().assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                    String name = outermost(javaClass).getName();
                    return name.startsWith("org.dske.launcher.command.") || CIRCLES.contains(name)
                            ? SliceIdentifier.ignore()
                            : SliceIdentifier.of(name);
                }

                @Override
                public String getDescription() {
                    return "classes";
                }
            })
            .should()
            .beFreeOfCycles();

    /** A package can be read as a whole. */
    public static final ArchRule SMALL_PACKAGES = SizeRules.packages();

    /** The time comes in from outside, so that tests can move it. */
    public static final ArchRule CLOCKS_FROM_PRODUCERS = noClasses()
            .that(DescribedPredicate.not(PRODUCERS))
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(InstantSource.class, "system")
            .because("a clock comes in through the constructor");

    /** Elapsed time is measured in one way, and a deadline is no number. */
    public static final ArchRule ELAPSED_TIME_BY_TICKER = noClasses()
            .that()
            .resideOutsideOfPackage("org.dske.time..")
            .should()
            .callMethod(System.class, "nanoTime")
            .because("a Deadline says what it is and by which ticker, and cannot be compared the wrong way");

    /** Randomness comes in from outside, and is never weak. */
    public static final ArchRule GENERATORS_FROM_PRODUCERS = noClasses()
            .that(DescribedPredicate.not(PRODUCERS))
            .should()
            .callConstructor(SecureRandom.class)
            .orShould()
            .callMethod(SecureRandom.class, "getInstanceStrong")
            .orShould()
            .callConstructor(Random.class)
            .orShould()
            .callConstructor(Random.class, long.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ThreadLocalRandom.class)
            .because("a SecureRandom comes in through the constructor");

    /** Secrets are compared in constant time. */
    public static final ArchRule SECRETS_COMPARED_IN_CONSTANT_TIME = noClasses()
            .that()
            .resideInAnyPackage(CONCEPTS)
            .should()
            .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
            .orShould()
            .callMethod(Arrays.class, "mismatch", byte[].class, byte[].class)
            .orShould()
            .callMethod(Arrays.class, "compare", byte[].class, byte[].class)
            .because("MessageDigest.isEqual and SecretBytes.equals do not say where two secrets differ");

    /** All of the rules. */
    public static final List<ArchRule> ALL = List.of(
            CONCEPTS_USE_THE_JDK_ALONE,
            JAX_RS_AT_THE_EDGE,
            HTTP_CLIENT_IN_TRANSPORT,
            JSON_B_IN_MESSAGES,
            CONFIGURATION_IN_PRODUCERS,
            HUB_KNOWS_NO_CLIENT,
            CLIENT_KNOWS_NO_HUB,
            COMMON_KNOWS_NO_NODE,
            NO_CYCLES,
            NO_CLASS_CYCLES,
            SMALL_PACKAGES,
            CLOCKS_FROM_PRODUCERS,
            ELAPSED_TIME_BY_TICKER,
            GENERATORS_FROM_PRODUCERS,
            SECRETS_COMPARED_IN_CONSTANT_TIME);

    private ArchitectureRules() {}

    /**
     * The main classes on the class path: the module's own and those of dske-common, without tests.
     *
     * @return the classes
     */
    public static JavaClasses mainClasses() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(ArchitectureRules::isNoTestJar)
                .importPackages("org.dske");
    }

    private static boolean isNoTestJar(Location location) {
        return !location.contains("-tests.jar");
    }

    private static boolean isNamedForTheEdge(JavaClass javaClass) {
        String name = outermost(javaClass).getSimpleName();
        return Stream.of("Resource", "Filter", "Interceptor", "Mapper", "Writer")
                .anyMatch(name::endsWith);
    }

    private static boolean startsProcess(JavaClass javaClass) {
        return javaClass.tryGetMethod("main", String[].class).isPresent();
    }

    private static boolean producesBeans(JavaClass javaClass) {
        String produces = "jakarta.enterprise.inject.Produces";
        JavaClass outermost = outermost(javaClass);
        return outermost.getMethods().stream().anyMatch(method -> method.isAnnotatedWith(produces))
                || outermost.getFields().stream().anyMatch(field -> field.isAnnotatedWith(produces));
    }

    private static JavaClass outermost(JavaClass javaClass) {
        JavaClass outermost = javaClass;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost;
    }
}
