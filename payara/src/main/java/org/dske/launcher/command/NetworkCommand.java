package org.dske.launcher.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** A command about the nodes of a network; its result is the exit status. */
public abstract class NetworkCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    protected DskeCommand parent;

    @Mixin
    protected Output output = new Output();
}
