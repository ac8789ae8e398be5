package org.dske.launcher.command;

import org.dske.launcher.network.NodeState;
import picocli.CommandLine.Help.Ansi;

/** What stands out, and how. */
public enum Colour {
    /** All is well. */
    GREEN(Ansi.Style.fg_green),
    /** It goes on, but somebody should look. */
    YELLOW(Ansi.Style.fg_yellow),
    /** Something is wrong. */
    RED(Ansi.Style.fg_red);

    private final Ansi.Style style;

    Colour(Ansi.Style style) {
        this.style = style;
    }

    /** That of a node. */
    public static Colour of(NodeState state) {
        if (!state.isReady()) {
            return RED;
        }
        return state.lacks().isEmpty() ? GREEN : YELLOW;
    }

    Ansi.Style style() {
        return style;
    }
}
