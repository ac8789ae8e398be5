package org.dske.launcher.command.network;

import org.dske.launcher.command.DskeCommand;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NetworkStop;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Stops nodes. */
@Command(name = "stop", description = "Stops the nodes.")
public final class StopCommand implements Runnable {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private DskeCommand parent;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    @Override
    public void run() {
        Network network = parent.network();
        new NetworkStop(network, spec.commandLine().getOut()::println).stop(parent.namedHere(network.topology()));
    }
}
