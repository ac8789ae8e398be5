package org.dske.timing;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Looks for secrets in times, as Reparaz, Balasch and Verbauwhede have it (Dude, is my code constant time?, DATE 2017): a
 * function is timed for inputs of two classes, one of which is always the same, in random order, and Welch's t-test says whether
 * the classes differ, over all measurements and over the fastest parts of them.
 *
 * <p>A report and no test: a t beyond 10 is a leak, one below 4.5 is no sign of any, which proves nothing. {@code scripts/timing}
 * runs it; the figures and what they mean are in {@code docs/constant-time.md}.
 */
public final class TimingReport {
    private static final double SURE = 10;
    private static final double SUSPECT = 4.5;

    private TimingReport() {}

    /**
     * Prints a table in Markdown.
     *
     * @param arguments how many measurements to make of each function, and words that the names of those to measure have in
     *     them (none: all)
     */
    public static void main(String[] arguments) {
        int measurements = Integer.parseInt(arguments[0]);
        List<String> words = List.of(arguments).subList(1, arguments.length);
        System.out.println("| Function | Fixed | Random | Calls | Median, fixed | Median, random | t | Worst t | |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        Subjects.all().stream()
                .filter(subject ->
                        words.isEmpty() || words.stream().anyMatch(word -> subject.name().contains(word)))
                .forEach(subject -> report(subject, measurements));
    }

    private static void report(Subject subject, int measurements) {
        Samples samples = subject.measure(measurements, new Random());
        double worst = samples.worstT();
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %d | %d ns | %d ns | %.1f | %.1f | %s |%n",
                subject.name(),
                subject.fixed(),
                subject.random(),
                subject.calls(),
                samples.median(true),
                samples.median(false),
                samples.t(Long.MAX_VALUE),
                worst,
                verdict(Math.abs(worst)));
    }

    private static String verdict(double t) {
        return t > SURE ? "leaks" : t > SUSPECT ? "suspect" : "no sign";
    }
}
