package org.dske.launcher.command.pki;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.stream.JsonCollectors;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.dske.launcher.Table;
import org.dske.launcher.command.Output;
import org.dske.pki.CertificateEntry;

/** Certificates as a table or as JSON. */
final class CertificateList {
    private static final List<String> HEADER =
            List.of("NAME", "KIND", "STATUS", "NOT AFTER", "DAYS", "SERIAL", "SUBJECT", "ALTERNATIVE NAMES");

    private CertificateList() {}

    static void print(Output output, List<CertificateEntry> entries, String ifNone) {
        JsonArray array = entries.stream().map(CertificateList::json).collect(JsonCollectors.toJsonArray());
        output.result(
                entries.isEmpty()
                        ? ifNone
                        : Table.of(
                                HEADER,
                                entries.stream().map(CertificateList::row).toList()),
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
