package org.dske.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The section "A key's way" of the developer guide, for client and hub to hold their part of it against their classes: each step is a
 * class or one of its methods, and is called, directly, by one of those above it on the same side, unless the text says which
 * framework calls it. So a class with another name, or a layer that is put in or taken out, makes the check fail.
 */
public final class KeysWay {
    private static final Path GUIDE = Path.of("..", "docs", "developer-guide.md");
    private static final int MOST_CLASSES = 40;
    private static final Pattern SIDE = Pattern.compile("\\*\\*(Client|Hub)\\b.*");
    private static final Pattern STEP = Pattern.compile("[0-9]+\\. `(\\w+)(?:\\.(\\w+))?` (.+)");

    /** What the guide says of a step that nobody among the classes calls, and how such a class is known. */
    private enum Framework {
        JAX_RS("(called by JAX-RS)"),
        HTTP_CLIENT("(called by java.net.http)");

        private final String words;

        Framework(String words) {
            this.words = words;
        }

        boolean calls(JavaClass called) {
            return switch (this) {
                case JAX_RS ->
                    called.isAnnotatedWith("jakarta.ws.rs.Path")
                            || called.isAnnotatedWith("jakarta.ws.rs.ext.Provider");
                case HTTP_CLIENT -> called.isAssignableTo("java.net.http.HttpResponse$BodySubscriber");
            };
        }
    }

    /**
     * A step.
     *
     * @param side {@code Client} or {@code Hub}
     * @param type a class's simple name
     * @param member one of its methods; null for all of them
     * @param text what it does
     */
    public record Step(String side, String type, @Nullable String member, String text) {
        @Override
        public String toString() {
            return member == null ? type : type + "." + member;
        }
    }

    private KeysWay() {}

    /**
     * Reads the guide.
     *
     * @return the steps in order
     */
    public static List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        String side = "";
        boolean inside = false;
        for (String line : lines()) {
            if (line.startsWith("## ")) {
                inside = line.equals("## A key's way");
            }
            Matcher heading = SIDE.matcher(line);
            Matcher step = STEP.matcher(line);
            if (inside && heading.matches()) {
                side = heading.group(1);
            } else if (inside && step.matches()) {
                steps.add(new Step(side, step.group(1), step.group(2), step.group(3)));
            } else {
                assertFalse(inside && Character.isDigit((line + " ").charAt(0)), () -> "no step: " + line);
            }
        }
        return steps;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(GUIDE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Checks one side.
     *
     * @param side {@code Client} or {@code Hub}
     * @param classes the module's main classes
     */
    public static void check(String side, JavaClasses classes) {
        List<Step> all = steps();
        assertTrue(all.stream().map(Step::type).distinct().count() <= MOST_CLASSES, "the way is too long");
        List<Step> steps = all.stream().filter(step -> step.side().equals(side)).toList();
        assertTrue(steps.size() >= 5, () -> "the " + side + "'s part is missing");
        List<Step> above = new ArrayList<>();
        for (Step step : steps) {
            JavaClass called = find(step, classes);
            if (Stream.of(Framework.values()).anyMatch(framework -> step.text().contains(framework.words))) {
                assertTrue(
                        Stream.of(Framework.values())
                                .anyMatch(
                                        framework -> step.text().contains(framework.words) && framework.calls(called)),
                        () -> step + " is called by no framework");
            } else {
                assertTrue(
                        above.stream().anyMatch(caller -> calls(caller, find(caller, classes), step, called)),
                        () -> "none of " + above + " calls " + step);
            }
            above.add(step);
        }
    }

    private static JavaClass find(Step step, JavaClasses classes) {
        List<JavaClass> found = classes.stream()
                .filter(each -> each.getSimpleName().equals(step.type()))
                .toList();
        assertEquals(1, found.size(), () -> "classes with the name of " + step);
        assertFalse(units(found.get(0), step.member()).isEmpty(), () -> "there is no " + step);
        return found.get(0);
    }

    private static Collection<? extends JavaCodeUnit> units(JavaClass type, @Nullable String member) {
        return type.getCodeUnits().stream()
                .filter(unit -> member == null || unit.getName().equals(member))
                .toList();
    }

    /** Whether a step, or what it calls of its own class and those inside of it, calls another one. */
    private static boolean calls(Step caller, JavaClass from, Step step, JavaClass called) {
        Deque<JavaCodeUnit> open = new ArrayDeque<>(units(from, caller.member()));
        Set<JavaCodeUnit> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            for (JavaAccess<?> access : open.pop().getAccessesFromSelf()) {
                JavaClass owner = access.getTargetOwner();
                String name = access.getTarget().getName();
                if (owner.equals(called) && (step.member() == null || name.equals(step.member()))) {
                    return true;
                }
                if (isInside(owner, from)) {
                    units(owner, name).stream().filter(seen::add).forEach(open::push);
                }
            }
        }
        return false;
    }

    private static boolean isInside(JavaClass type, JavaClass outermost) {
        return type.equals(outermost) || type.getName().startsWith(outermost.getName() + "$");
    }
}
