package org.dske.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.all;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How large a package may be. */
final class SizeRules {
    private static final int MOST = 15;

    /** Packages with more types, each with the reason. */
    private static final Map<String, String> LARGER = Map.of();

    private SizeRules() {}

    /** A package can be read as a whole. */
    static ArchRule packages() {
        return all(new Packages()).should(haveFewTypes()).because("a package is one idea");
    }

    /** A package and its types, those in others not counted. */
    private record PackageTypes(String name, List<String> types) {}

    private static final class Packages extends AbstractClassesTransformer<PackageTypes> {
        private Packages() {
            super("packages");
        }

        @Override
        public Iterable<PackageTypes> doTransform(JavaClasses classes) {
            Map<String, PackageTypes> packages = new TreeMap<>();
            for (JavaClass type : classes) {
                if (type.isTopLevelClass() && !type.getSimpleName().equals("package-info")) {
                    packages.computeIfAbsent(type.getPackageName(), name -> new PackageTypes(name, new ArrayList<>()))
                            .types()
                            .add(type.getSimpleName());
                }
            }
            return packages.values();
        }
    }

    private static ArchCondition<PackageTypes> haveFewTypes() {
        return new ArchCondition<>("have at most " + MOST + " types, or a reason to have more") {
            @Override
            public void check(PackageTypes one, ConditionEvents events) {
                boolean few = one.types().size() <= MOST || LARGER.containsKey(one.name());
                events.add(new SimpleConditionEvent(
                        one, few, one.name() + " has " + one.types().size() + " types: " + one.types()));
            }
        };
    }
}
