package org.dske.timing;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Looks for secrets in times, as Reparaz, Balasch and Verbauwhede have it (Dude, is my code constant time?, DATE 2017): a
 * function is timed for inputs of two classes in random order, one of which is always the same, and Welch's t-test says
 * whether the classes differ, over all measurements and over the fastest parts of them.
 *
 * <p>A report and no test: a t beyond 10 is a difference that chance does not explain; one below 4.5 is no sign of any, which
 * proves nothing. {@code scripts/timing} runs it; what the figures mean is in {@code docs/security.md}.
 */
public final class TimingReport {
    /** Beyond this a difference is there. */
    static final double SURE = 10;

    private static final double SUSPECT = 4.5;

    private TimingReport() {}

    /**
     * Prints a table in Markdown.
     *
     * @param arguments how many measurements to make of each function, and words that the names of those to measure have in
     *     them (none: all)
     */
    public static void main(String[] arguments) {
        List<String> words = List.of(arguments).subList(1, arguments.length);
        List<Subject> subjects = Subjects.all().stream()
                .filter(subject -> words.isEmpty() || words.stream().anyMatch(subject.name()::contains))
                .toList();
        print(subjects, Integer.parseInt(arguments[0]), new Random().nextLong(), System.out);
    }

    /**
     * Measures and prints.
     *
     * @param subjects what to measure
     * @param measurements how many of each
     * @param seed what is random comes from it
     * @param out where the table goes
     */
    static void print(List<Subject> subjects, int measurements, long seed, PrintStream out) {
        out.println(measurements + " measurements of each function, seed " + seed);
        out.println();
        out.println("| Function | Fixed | Random | Calls | Median, fixed | Median, random | t | Worst t | |");
        out.println("|---|---|---|---|---|---|---|---|---|");
        Random random = new Random(seed);
        subjects.forEach(subject -> print(subject, subject.measure(measurements, random), out));
    }

    private static void print(Subject subject, Samples samples, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %d | %d ns | %d ns | %.1f | %.1f | %s |%n",
                subject.name(),
                subject.fixed(),
                subject.random(),
                subject.calls(),
                samples.median(true),
                samples.median(false),
                samples.t(Long.MAX_VALUE),
                samples.worstT(),
                verdict(Math.abs(samples.worstT())));
    }

    private static String verdict(double t) {
        return t > SURE ? "differs" : t > SUSPECT ? "suspect" : "no sign";
    }
}
