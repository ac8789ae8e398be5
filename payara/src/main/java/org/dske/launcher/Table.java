package org.dske.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table for people. */
public final class Table {
    /** What terminals take for a colour (ECMA-48, 8.3.117). */
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");

    private Table() {}

    /**
     * {@return lines with columns as wide as what is in them}
     *
     * @param header the columns' names
     * @param rows as many cells each
     */
    public static String of(List<String> header, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>(List.of(header));
        all.addAll(rows);
        return of(all);
    }

    /** The same without a header. */
    public static String of(List<List<String>> all) {
        int[] widths = IntStream.range(0, all.getFirst().size())
                .map(column -> all.stream()
                        .mapToInt(row -> width(row.get(column)))
                        .max()
                        .orElseThrow())
                .toArray();
        return all.stream()
                .map(row -> IntStream.range(0, widths.length)
                        .mapToObj(column -> row.get(column) + " ".repeat(widths[column] - width(row.get(column))))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    /** As it is seen: colours take no room. */
    private static int width(String cell) {
        return COLOUR.matcher(cell).replaceAll("").length();
    }
}
