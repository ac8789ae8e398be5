package org.dske.launcher.doctor.check;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dske.pki.CertificateEntry;
import org.dske.pki.CertificateEntry.Status;

/**
 * The certificates of the nodes that are started here, and of their encryptors.
 *
 * @param directory where they are
 * @param nodes how many nodes here show one
 * @param missing whose are not there yet, in words such as {@code kme carol}; a start makes them
 * @param mistakes why nodes' certificates cannot be used, a sentence each
 * @param entries those that are there and of use: of CAs, nodes and encryptors
 */
public record CertificateCheck(
        Path directory, int nodes, List<String> missing, List<String> mistakes, List<CertificateEntry> entries)
        implements Check {
    private static final String NAME = "certificates";

    public CertificateCheck {
        missing = List.copyOf(missing);
        mistakes = List.copyOf(mistakes);
        entries = List.copyOf(entries);
    }

    @Override
    public List<Finding> findings() {
        if (nodes == 0) {
            return List.of(Finding.success(NAME, "none are needed: no node here speaks TLS"));
        }
        Stream<Finding> unusable =
                mistakes.stream().map(mistake -> Finding.failure(NAME, mistake, "./dske pki list shows them all"));
        Stream<Finding> others = entries.stream().flatMap(CertificateCheck::wrong);
        Stream<Finding> toBeMade = missing.isEmpty()
                ? Stream.empty()
                : Stream.of(Finding.warning(
                        NAME,
                        "there are none yet of " + String.join(", ", missing),
                        "none: ./dske start makes them; or ./dske pki issue --all"));
        List<Finding> wrong = Stream.of(unusable, others, toBeMade)
                .flatMap(findings -> findings)
                .toList();
        return Check.orElse(wrong, Finding.success(NAME, valid()));
    }

    private String valid() {
        return "all in " + directory + " that are needed can be used"
                + entries.stream()
                        .flatMap(entry -> entry.contents().stream())
                        .mapToLong(CertificateEntry.Contents::daysLeft)
                        .min()
                        .stream()
                        .mapToObj(days -> ", for " + days + " days or more")
                        .findFirst()
                        .orElse("");
    }

    private static Stream<Finding> wrong(CertificateEntry entry) {
        String what = "the certificate " + entry.file() + " of " + entry.kind() + " " + entry.name();
        boolean authority = entry.kind().equals("ca");
        String advice = authority
                ? "./dske pki init --force makes another CA, and ./dske pki renew --all certificates of it"
                : "./dske pki renew " + entry.kind() + " " + entry.name();
        if (entry.status() == Status.EXPIRING) {
            long days =
                    entry.contents().map(CertificateEntry.Contents::daysLeft).orElse(0L);
            return Stream.of(Finding.warning(NAME, what + " ends in " + days + " days", advice));
        }
        return entry.status().isUsable()
                ? Stream.empty()
                : Stream.of(Finding.failure(
                        NAME, what + " cannot be used (" + entry.status().words() + ")", advice));
    }
}
