package org.dske.launcher.command.enrolment;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.dske.launcher.LauncherException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The passphrase that seals packages: out of a file, or typed without being shown. It is on no command line, where others see it. */
final class Passphrase {
    /** Who copies a package can try passphrases for as long as he likes, at a tenth of a second each or so. */
    private static final int LEAST = 12;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "a file whose first line is the passphrase that seals packages (default: it is asked for)")
    private @Nullable Path file;

    /** A new one, which is asked for twice. */
    char[] choose() {
        char[] passphrase = file == null ? type("Passphrase for the package: ") : read(file);
        if (passphrase.length < LEAST) {
            throw new LauncherException("a passphrase has at least " + LEAST + " characters");
        }
        if (file == null) {
            char[] again = type("Once more: ");
            if (!Arrays.equals(passphrase, again)) {
                throw new LauncherException("these are two different passphrases");
            }
            Arrays.fill(again, ' ');
        }
        return passphrase;
    }

    /** That of packages that are there. */
    char[] ask() {
        return file == null ? type("Passphrase of the package: ") : read(file);
    }

    @SuppressWarnings(
            "SystemConsoleNull") // It depends on the release whether there is one without a terminal; then nothing is
    // read.
    private static char[] type(String prompt) {
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("%s", prompt);
        if (typed == null) {
            throw new LauncherException(
                    "a passphrase is needed, and nobody can be asked for it: name a file with --passphrase-file");
        }
        return typed;
    }

    private static char[] read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("")
                    .toCharArray();
        } catch (IOException e) {
            throw new LauncherException("cannot read " + file + ": " + LauncherException.reason(e));
        }
    }
}
