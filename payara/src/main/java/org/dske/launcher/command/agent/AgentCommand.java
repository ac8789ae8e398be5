package org.dske.launcher.command.agent;

import jakarta.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.dske.launcher.LauncherException;
import org.dske.launcher.agent.KeyAgent;
import org.dske.launcher.command.DskeCommand;
import org.dske.launcher.command.Output;
import org.dske.launcher.command.TimeSpan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Keys for programs that do not ask for them. */
@Command(
        name = "agent",
        description =
                "Gets keys as an encryptor does, for programs that do not ask for them themselves: a file, a command,"
                        + " WireGuard, strongSwan.")
public final class AgentCommand implements Runnable {
    /** With which sshd runs a command that it was told to run whatever it was asked for. */
    private static final String ASKED = "SSH_ORIGINAL_COMMAND";

    /** How long it takes until what has failed is tried again, unless it is time for the next key before. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private DskeCommand parent;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what to do is missing: renew or fetch");
    }

    @Command(
            name = "renew",
            description =
                    "At the master's end: gets a key, has the other end fetch the same, and then has it used here. If a"
                            + " step fails, both ends go on with the key before.")
    void renew(
            @Mixin Output output,
            @Mixin EncryptorOptions encryptor,
            @Mixin TargetOptions target,
            @Option(
                            names = "--tell",
                            required = true,
                            paramLabel = "COMMAND",
                            description =
                                    "runs agent fetch at the other end, with the key's ID behind it, such as 'ssh gw-b'; as a"
                                            + " shell reads it")
                    String tell,
            @Option(names = "--size", paramLabel = "BITS", description = "bits of a key (default: the KME's)") @Nullable
                    Integer size,
            @Option(
                            names = "--every",
                            paramLabel = "TIME",
                            converter = TimeSpan.class,
                            description =
                                    "goes on, with a new key each time, such as every 2m, until Ctrl-C (default: one key)")
                    @Nullable
                    Duration every) {
        KeyAgent agent = new KeyAgent(
                encryptor.encryptor(encryptor.master(), parent),
                encryptor.master(),
                encryptor.slave(),
                target.target());
        OptionalInt bits = size == null ? OptionalInt.empty() : OptionalInt.of(size);
        if (every == null) {
            report(output, agent.renew(bits, tell), "used");
            return;
        }
        while (true) {
            pause(renewed(output, agent, bits, tell) || every.compareTo(AGAIN) < 0 ? every : AGAIN);
        }
    }

    /** One that fails is told, and is not the end. */
    private boolean renewed(Output output, KeyAgent agent, OptionalInt bits, String tell) {
        try {
            report(output, agent.renew(bits, tell), "used");
            return true;
        } catch (LauncherException e) {
            spec.commandLine().getErr().println("dske: " + e.getMessage());
            return false;
        }
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw LauncherException.interrupted();
        }
    }

    @Command(
            name = "fetch",
            description = "At the slave's end, told by the master's: gets the key of an ID, and loads it.")
    void fetch(
            @Mixin Output output,
            @Mixin EncryptorOptions encryptor,
            @Mixin TargetOptions target,
            @Parameters(
                            paramLabel = "KEY_ID",
                            arity = "0..1",
                            description = "the key's ID (default: what ssh was asked for, in " + ASKED + ")")
                    @Nullable
                    String keyId) {
        String wanted = Optional.ofNullable(keyId)
                .or(() -> Optional.ofNullable(System.getenv(ASKED)))
                .orElseThrow(() -> new LauncherException("which key is not said: give its ID"));
        new KeyAgent(
                        encryptor.encryptor(encryptor.slave(), parent),
                        encryptor.master(),
                        encryptor.slave(),
                        target.target())
                .fetch(wanted);
        report(output, wanted, "loaded");
    }

    private static void report(Output output, String keyId, String what) {
        output.result(
                "key " + keyId + " is " + what,
                Json.createObjectBuilder()
                        .add("key_ID", keyId)
                        .add("state", what)
                        .build());
    }
}
