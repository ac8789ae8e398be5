package org.dske.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Somebody who sends requests, as far as is known: the address that they come from, or more than that.
 *
 * @param kind what is known
 * @param identity which one it is: equal for the same caller
 */
public record Caller(Kind kind, Object identity) {
    /** What is known of a caller. */
    public enum Kind {
        /** Where a connection comes from: of IPv4 the address, of IPv6 the network of 64 bits, of which one machine has all addresses. */
        ADDRESS,
        /** The TLS certificate that it has shown. */
        CERTIFICATE,
        /** The encryptor, whatever certificate it has. */
        ENCRYPTOR,
        /** The client that has signed a request. */
        CLIENT
    }

    /** Of what is no address nobody is asked. */
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.%a-z]*");

    private static final int NETWORK = Long.BYTES;

    /** Who is at an address. */
    public static Caller at(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new Caller(
                Kind.ADDRESS,
                address instanceof Inet6Address
                        ? HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK)) + "/64"
                        : address.getHostAddress());
    }

    /** Who is at an address, as it is written; whoever has none is one caller. */
    public static Caller at(String address) {
        try {
            return LITERAL.matcher(address).matches()
                    ? at(InetAddress.getByName(address))
                    : new Caller(Kind.ADDRESS, address);
        } catch (UnknownHostException e) {
            return new Caller(Kind.ADDRESS, address);
        }
    }
}
