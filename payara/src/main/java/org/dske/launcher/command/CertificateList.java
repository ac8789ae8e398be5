package org.dske.launcher.command;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.stream.JsonCollectors;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dske.pki.CertificateEntry;

/** Certificates as a table or as JSON. */
final class CertificateList {
    private static final List<String> HEADER =
            List.of("NAME", "KIND", "STATUS", "NOT AFTER", "DAYS", "SERIAL", "SUBJECT", "ALTERNATIVE NAMES");

    private CertificateList() {}

    static void print(Output output, List<CertificateEntry> entries, String ifNone) {
        JsonArray array = entries.stream().map(CertificateList::json).collect(JsonCollectors.toJsonArray());
        output.result(
                entries.isEmpty() ? ifNone : table(entries),
                Json.createObjectBuilder().add("certificates", array).build());
    }

    private static JsonObject json(CertificateEntry entry) {
        JsonObjectBuilder object = Json.createObjectBuilder()
                .add("name", entry.name())
                .add("kind", entry.kind())
                .add("file", entry.file().toString())
                .add("status", entry.status().words());
        entry.contents()
                .ifPresent(contents -> object.add("subject", contents.subject())
                        .add("sans", Json.createArrayBuilder(contents.alternatives()))
                        .add("serial", contents.serial())
                        .add("not_after", contents.notAfter().toString())
                        .add("days_left", contents.daysLeft()));
        return object.build();
    }

    /** Columns as wide as what is in them. */
    private static String table(List<CertificateEntry> entries) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADER));
        entries.forEach(entry -> rows.add(row(entry)));
        String format = IntStream.range(0, HEADER.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElseThrow())
                .mapToObj(width -> "%-" + width + "s")
                .collect(Collectors.joining("  "));
        return rows.stream()
                .map(row -> String.format(format, row.toArray()).stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    private static List<String> row(CertificateEntry entry) {
        List<String> row = new ArrayList<>(
                List.of(entry.name(), entry.kind(), entry.status().words()));
        row.addAll(entry.contents()
                .map(known -> List.of(
                        known.notAfter().atOffset(ZoneOffset.UTC).toLocalDate().toString(),
                        String.valueOf(known.daysLeft()),
                        known.serial(),
                        known.subject(),
                        String.join(", ", known.alternatives())))
                .orElse(List.of("-", "-", "-", "-", "-")));
        return row;
    }
}
