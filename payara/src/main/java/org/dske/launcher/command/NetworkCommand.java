package org.dske.launcher.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** A command about the nodes of a network; its result is the exit status. */
abstract class NetworkCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    DskeCommand parent;

    @Mixin
    Output output = new Output();
}
