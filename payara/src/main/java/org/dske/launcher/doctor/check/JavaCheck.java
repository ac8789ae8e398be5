package org.dske.launcher.doctor.check;

import java.nio.file.Path;
import java.util.List;

/**
 * The Java that the launcher runs on, and starts servers with.
 *
 * @param feature its release, such as 25
 * @param version its whole version
 * @param home where it is
 */
public record JavaCheck(int feature, String version, Path home) implements Check {
    private static final String NAME = "java";
    /** The language level of the project. */
    private static final int LEAST = 21;
    /** Every fourth release, that is every second year, has long-term support. */
    private static final int BETWEEN_LTS = 4;

    @Override
    public List<Finding> findings() {
        String what = "Java " + version + " of " + home;
        if (feature < LEAST) {
            return List.of(Finding.failure(
                    NAME, what + " is too old", "install a JDK " + LEAST + " or newer, or set JAVA_HOME to one"));
        }
        if ((feature - LEAST) % BETWEEN_LTS != 0) {
            return List.of(Finding.warning(
                    NAME,
                    what + " is a release without long-term support",
                    "use one with it, such as 25, for what is to run for long: see ./dske -v status"));
        }
        return List.of(Finding.success(NAME, what));
    }
}
