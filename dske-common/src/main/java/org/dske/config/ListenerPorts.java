package org.dske.config;

import java.util.OptionalInt;

/**
 * The ports that interfaces of a node have to themselves. Where a port can be reached from is for the server's listeners and the
 * network to say.
 *
 * @param outOfBand the out-of-band interface's; empty if it is at all ports but the management interface's
 * @param management the management interface's; empty if it is at all ports but the out-of-band interface's
 */
public record ListenerPorts(OptionalInt outOfBand, OptionalInt management) {
    public static ListenerPorts of(Settings settings) {
        return new ListenerPorts(port(settings, Setting.OOB_PORT), port(settings, Setting.MANAGEMENT_PORT));
    }

    private static OptionalInt port(Settings settings, Setting setting) {
        return settings.isSet(setting) ? OptionalInt.of(settings.number(setting)) : OptionalInt.empty();
    }

    /** {@return whether an interface with or without a port of its own is at a port: at its own, or at any that is nobody's} */
    public boolean isAt(OptionalInt own, int port) {
        return own.isPresent() ? own.getAsInt() == port : outOfBand.orElse(-1) != port && management.orElse(-1) != port;
    }
}
