package org.dske.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table for people. */
public final class Table {
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
        String format = IntStream.range(0, header.size())
                .map(column -> all.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElseThrow())
                .mapToObj(width -> "%-" + width + "s")
                .collect(Collectors.joining("  "));
        return all.stream()
                .map(row -> String.format(format, row.toArray()).stripTrailing())
                .collect(Collectors.joining("\n"));
    }
}
