package org.dske.launcher.network;

/** Is told what happens, in lines. */
@FunctionalInterface
public interface Progress {
    /**
     * Something happened.
     *
     * @param line one line
     */
    void say(String line);
}
