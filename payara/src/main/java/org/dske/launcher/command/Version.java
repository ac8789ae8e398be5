package org.dske.launcher.command;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Tells the version, which the build writes into the jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {"dske " + Objects.requireNonNullElse(version, "(not packaged)")};
    }
}
