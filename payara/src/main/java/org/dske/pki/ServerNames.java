package org.dske.pki;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.util.IPAddress;
import org.dske.launcher.LauncherException;

/**
 * The names that a server is reached by. Nothing is looked up.
 *
 * @param dns DNS names in ASCII, the first label possibly {@code *}
 * @param ips IPv4 and IPv6 addresses
 */
public record ServerNames(List<String> dns, List<String> ips) {
    private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    private static final Pattern DNS = Pattern.compile("(?=.{1,253}$)(\\*\\.)?" + LABEL + "(\\." + LABEL + ")*");

    public ServerNames {
        dns = List.copyOf(new LinkedHashSet<>(dns));
        ips = List.copyOf(new LinkedHashSet<>(ips));
        for (String name : dns) {
            require(DNS.matcher(name).matches() && !isAddress(name), "'" + name + "' is no DNS name");
        }
        for (String address : ips) {
            require(isAddress(address), "'" + address + "' is no IP address");
        }
        require(!dns.isEmpty() || !ips.isEmpty(), "a server needs a DNS name or an IP address");
    }

    /** The names of a server that is reached from its own machine, and by a host name or address if there is one. */
    public static ServerNames ofHost(Optional<String> host) {
        List<String> dns = new ArrayList<>(List.of("localhost"));
        List<String> ips = new ArrayList<>(List.of("127.0.0.1", "::1"));
        host.ifPresent(name -> (isAddress(name) ? ips : dns).add(name.toLowerCase(Locale.ROOT)));
        return new ServerNames(dns, ips);
    }

    GeneralNames toGeneralNames() {
        return new GeneralNames(Stream.concat(
                        dns.stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                        ips.stream().map(address -> new GeneralName(GeneralName.iPAddress, address)))
                .toArray(GeneralName[]::new));
    }

    private static boolean isAddress(String text) {
        return IPAddress.isValidIPv4(text) || IPAddress.isValidIPv6(text);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new LauncherException(otherwise);
        }
    }
}
