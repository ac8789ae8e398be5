package org.dske.launcher.main;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dske.config.ConfigurationException;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.LauncherException;
import org.dske.launcher.Terminal;
import org.dske.launcher.command.DskeCommand;
import org.dske.launcher.command.agent.AgentCommand;
import org.dske.launcher.command.audit.AuditCommand;
import org.dske.launcher.command.bench.BenchCommand;
import org.dske.launcher.command.distribution.DistCommand;
import org.dske.launcher.command.distribution.PrepareCommand;
import org.dske.launcher.command.enrolment.EnrolCommand;
import org.dske.launcher.command.enrolment.ImportCommand;
import org.dske.launcher.command.enrolment.UnenrolCommand;
import org.dske.launcher.command.network.ConsoleCommand;
import org.dske.launcher.command.network.DemoCommand;
import org.dske.launcher.command.network.EtsiCommand;
import org.dske.launcher.command.network.LogsCommand;
import org.dske.launcher.command.network.RunCommand;
import org.dske.launcher.command.network.StartCommand;
import org.dske.launcher.command.network.StatusCommand;
import org.dske.launcher.command.network.StopCommand;
import org.dske.launcher.command.network.WatchCommand;
import org.dske.launcher.command.pki.PkiCommand;
import org.dske.launcher.command.store.BackupCommand;
import org.dske.launcher.command.store.PsrdCommand;
import org.dske.launcher.command.store.RestoreCommand;
import org.dske.launcher.command.support.CompletionCommand;
import org.dske.launcher.command.support.DebugCommand;
import org.dske.launcher.command.support.DoctorCommand;
import picocli.CommandLine;

/** The program that the script {@code dske} runs: every failure is a line on the standard error output and an exit status. */
public final class Main {
    private static final String PREFIX = "dske: ";
    /** Set it to see where an internal error comes from. */
    private static final String DEBUG = "DSKE_DEBUG";

    /** In the order in which the help shows them. */
    private static final List<Class<?>> COMMANDS = List.of(
            StartCommand.class,
            RunCommand.class,
            StopCommand.class,
            StatusCommand.class,
            WatchCommand.class,
            ConsoleCommand.class,
            LogsCommand.class,
            DoctorCommand.class,
            DebugCommand.class,
            EtsiCommand.class,
            AgentCommand.class,
            DemoCommand.class,
            BenchCommand.class,
            EnrolCommand.class,
            ImportCommand.class,
            UnenrolCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            AuditCommand.class,
            PkiCommand.class,
            CompletionCommand.class,
            DistCommand.class,
            PrepareCommand.class);

    /** What nodes say of their stores when they open them is for their logs. Kept, or its level would be forgotten. */
    private static final Logger NODES = Logger.getLogger("org.dske");

    private Main() {}

    /**
     * Runs a command and exits with its {@link ExitStatus}. Keys go where the topology says: no proxy that the environment names is used,
     * for nothing.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        ProxySelector.setDefault(HttpClient.Builder.NO_PROXY);
        NODES.setLevel(Level.SEVERE);
        System.exit(commandLine(System.getenv(), Clock.systemUTC(), new SecureRandom())
                .execute(arguments));
    }

    static CommandLine commandLine(Map<String, String> environment, Clock clock, SecureRandom random) {
        CommandLine commandLine = new CommandLine(new DskeCommand(clock, random));
        COMMANDS.forEach(commandLine::addSubcommand);
        commandLine.addSubcommand(psrd());
        commandLine
                .getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit status:%n")
                .exitCodeList(ExitStatus.meanings());
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(
                Terminal.of(environment).hasColours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        // The build writes it into the jar.
        String version = Main.class.getPackage().getImplementationVersion();
        commandLine.getCommandSpec().version("dske " + Objects.requireNonNullElse(version, "(not packaged)"));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler((exception, arguments) -> {
            exception.getCommandLine().getErr().println(PREFIX + firstLine(exception) + " (try --help)");
            return ExitStatus.HERE.code();
        });
        commandLine.setExecutionExceptionHandler((exception, failed, result) -> {
            if (exception instanceof ConfigurationException wrong) {
                failed.getErr().println(PREFIX + wrong.getMessage());
                return ExitStatus.HERE.code();
            }
            if (exception instanceof LauncherException expected) {
                failed.getErr().println(PREFIX + expected.getMessage());
                return expected.exitStatus().code();
            }
            failed.getErr()
                    .println(PREFIX + "internal error: " + exception.getClass().getName() + ": " + firstLine(exception)
                            + " (set " + DEBUG + "=1 to see where)");
            if (environment.containsKey(DEBUG)) {
                exception.printStackTrace(failed.getErr());
            }
            return ExitStatus.HERE.code();
        });
        return commandLine;
    }

    /** Further packages are made and taken as the first one is. */
    private static CommandLine psrd() {
        return new CommandLine(new PsrdCommand())
                .addSubcommand("export", new EnrolCommand())
                .addSubcommand("import", new ImportCommand());
    }

    private static String firstLine(Exception exception) {
        return String.valueOf(exception.getMessage()).lines().findFirst().orElse("");
    }
}
