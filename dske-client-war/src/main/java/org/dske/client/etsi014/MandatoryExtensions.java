package org.dske.client.etsi014;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dske.client.relay.SharingUnavailableException;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.http.Parameters;
import org.dske.sharing.SharingMode;
import org.jspecify.annotations.Nullable;

/**
 * What of {@code extension_mandatory} this KME knows: {@code dske_sharing}, the mode in which the keys are to be shared. Source:
 * ETSI GS QKD 014, clauses 6.2 and 6.5.
 */
final class MandatoryExtensions {
    private static final String SHARING = "dske_sharing";
    private static final Map<String, SharingMode> MODES = Arrays.stream(SharingMode.values())
            .collect(Collectors.toUnmodifiableMap(SharingMode::wireName, mode -> mode));

    private MandatoryExtensions() {}

    /**
     * The mode of sharing that a request insists on.
     *
     * @param extensions the objects, of which each member is a parameter
     * @return the mode, null if any will do
     * @throws RequestException if there is a parameter, or a value of one, that this KME does not know
     * @throws SharingUnavailableException if two modes are wanted at once
     */
    static @Nullable SharingMode sharing(List<JsonMembers> extensions) {
        Set<String> unsupported = new LinkedHashSet<>();
        Set<SharingMode> modes = EnumSet.noneOf(SharingMode.class);
        for (JsonMembers extension : extensions) {
            for (String name : extension.names()) {
                SharingMode mode =
                        name.equals(SHARING) ? MODES.get(extension.string(name).orElse("")) : null;
                if (mode != null) {
                    modes.add(mode);
                } else {
                    unsupported.add(Parameters.shown(name) + " is not supported");
                }
            }
        }
        if (!unsupported.isEmpty()) {
            throw new RequestException(
                    ErrorCode.INVALID_REQUEST,
                    "not all extension_mandatory parameters are supported",
                    Map.of("extension_mandatory_unsupported", List.copyOf(unsupported)));
        }
        if (modes.size() > 1) {
            throw new SharingUnavailableException();
        }
        return modes.stream().findFirst().orElse(null);
    }
}
