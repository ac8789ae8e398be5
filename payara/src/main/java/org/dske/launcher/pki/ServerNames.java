package org.dske.launcher.pki;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DEROctetString;
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
    private static final Pattern DNS = Pattern.compile("(\\*\\.)?" + LABEL + "(\\." + LABEL + ")*");
    private static final int LONGEST_DNS = 253;

    public ServerNames {
        dns = List.copyOf(new LinkedHashSet<>(dns));
        ips = List.copyOf(new LinkedHashSet<>(ips));
        for (String name : dns) {
            if (name.length() > LONGEST_DNS
                    || isAddress(name)
                    || !DNS.matcher(name).matches()) {
                throw new LauncherException(LauncherException.USAGE, "'" + name + "' is no DNS name");
            }
        }
        for (String address : ips) {
            if (!isAddress(address)) {
                throw new LauncherException(LauncherException.USAGE, "'" + address + "' is no IP address");
            }
        }
        if (dns.isEmpty() && ips.isEmpty()) {
            throw new LauncherException(LauncherException.USAGE, "a server needs a DNS name or an IP address");
        }
    }

    /**
     * The names of a server that is reached from its own machine, and by a host name or address if there is one.
     *
     * @param host such as a topology's host
     * @return localhost, 127.0.0.1, ::1 and the host
     */
    public static ServerNames ofHost(Optional<String> host) {
        List<String> dns = new ArrayList<>(List.of("localhost"));
        List<String> ips = new ArrayList<>(List.of("127.0.0.1", "::1"));
        host.ifPresent(name -> (isAddress(name) ? ips : dns).add(name.toLowerCase(Locale.ROOT)));
        return new ServerNames(dns, ips);
    }

    static boolean isAddress(String text) {
        return IPAddress.isValidIPv4(text) || IPAddress.isValidIPv6(text);
    }

    GeneralNames toGeneralNames() {
        List<GeneralName> names = new ArrayList<>();
        dns.forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        ips.forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, new DEROctetString(bytes(address)))));
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static byte[] bytes(String address) {
        try {
            // No look-up: it is an address.
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new LauncherException(LauncherException.USAGE, "'" + address + "' is no IP address");
        }
    }
}
