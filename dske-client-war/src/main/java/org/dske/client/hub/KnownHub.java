package org.dske.client.hub;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dske.config.ConfigurationException;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.error.InvalidException;
import org.dske.key.NodeName;
import org.dske.sharing.Places;

/**
 * A hub as the client's configuration has it: where it is, by which number all clients know it, and whether it may speak the suite
 * {@code classic}. Nothing of this is ever learnt from a hub. Source: protocol, section 5.
 *
 * @param number 1 to 255, another one for each hub of the network
 * @param urls its base URLs: one, or one of each of the machines that are this hub, all with the same name
 * @param classic whether it may speak {@code classic}, if it does not speak {@code its}
 */
public record KnownHub(int number, List<URI> urls, boolean classic) {
    /** {@code [NUMBER=]URL[|URL...][ classic]}. A URL has a colon before any equals sign. */
    private static final Pattern ENTRY = Pattern.compile("(?:([0-9]{1,9})=)?(\\S+)( +classic)?");

    private static final String ALLOWED =
            "a list of URLs such as http://localhost:8100/hub/hank, each with another name, with a bar between those of machines that are the same hub; before each perhaps the"
                    + " hub's number and an equals sign, as in 1=http://localhost:8100/hub/hank, where numbers are "
                    + Places.MIN_NUMBER + " to " + Places.MAX_NUMBER
                    + ", each once, and an entry without one has its place in the"
                    + " list; and behind it, after a blank, perhaps the word classic";

    public KnownHub {
        Places.requireNumber(number);
        urls = List.copyOf(urls);
        if (urls.isEmpty()
                || !urls.stream().allMatch(KnownHub::isBaseUrl)
                || urls.stream().distinct().count() < urls.size()
                || urls.stream().map(KnownHub::nameOf).distinct().count() > 1) {
            throw new InvalidException("no base URLs of a hub");
        }
    }

    private static boolean isBaseUrl(URI url) {
        return ("http".equals(url.getScheme()) || isTls(url))
                && url.getHost() != null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    private static boolean isTls(URI url) {
        return "https".equals(url.getScheme());
    }

    /** Whether one of its machines at least is reached over TLS. */
    public boolean anyTls() {
        return urls.stream().anyMatch(KnownHub::isTls);
    }

    /** Whether each of its machines is reached over TLS. */
    public boolean allTls() {
        return urls.stream().allMatch(KnownHub::isTls);
    }

    private static NodeName nameOf(URI url) {
        return NodeName.lastPartOf(url.getPath());
    }

    /** The hub's name: the last part of its URLs. */
    public NodeName name() {
        return nameOf(urls.getFirst());
    }

    /**
     * Reads the hubs of a client.
     *
     * @return the hubs in the order of the list, no two with the same name or number
     * @throws ConfigurationException if an entry is not allowed
     */
    public static List<KnownHub> list(Settings settings) {
        List<KnownHub> hubs = new ArrayList<>();
        try {
            for (String entry : settings.list(Setting.CLIENT_HUBS)) {
                hubs.add(parse(entry, hubs.size() + 1));
            }
        } catch (IllegalArgumentException | InvalidException e) {
            throw settings.invalid(Setting.CLIENT_HUBS, ALLOWED);
        }
        boolean distinct = hubs.stream().map(KnownHub::name).distinct().count() == hubs.size()
                && hubs.stream().map(KnownHub::number).distinct().count() == hubs.size();
        if (!distinct) {
            throw settings.invalid(Setting.CLIENT_HUBS, ALLOWED);
        }
        return List.copyOf(hubs);
    }

    /**
     * The numbers of hubs.
     *
     * @param hubs hubs with different names and numbers, at least one
     * @return where their shares lie in the mode {@code its}
     */
    public static Places places(List<KnownHub> hubs) {
        SortedMap<NodeName, Integer> numbers = new TreeMap<>();
        hubs.forEach(hub -> numbers.put(hub.name(), hub.number()));
        return new Places(numbers);
    }

    private static KnownHub parse(String entry, int place) {
        Matcher matcher = ENTRY.matcher(entry);
        if (!matcher.matches()) {
            throw new InvalidException("no entry of a hub");
        }
        String number = matcher.group(1);
        return new KnownHub(
                number == null ? place : Integer.parseInt(number),
                Arrays.stream(matcher.group(2).split("\\|", -1))
                        .map(URI::create)
                        .toList(),
                matcher.group(3) != null);
    }
}
