package org.dske.client.etsi014;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dske.client.establishment.KeyRequest;
import org.dske.client.establishment.SharingPolicy;
import org.dske.client.establishment.SharingUnavailableException;
import org.dske.error.ErrorCode;
import org.dske.error.InvalidException;
import org.dske.error.RequestException;
import org.dske.http.Parameters;
import org.dske.key.SaeId;
import org.dske.sharing.SharingMode;
import org.jspecify.annotations.Nullable;

/**
 * Reads what keys an encryptor asks for. Source: ETSI GS QKD 014, clauses 5.3 and 6.2.
 *
 * @param limits what it may ask for
 * @param partners whom it may share them with
 * @param sharing how they may be shared
 */
record KeyRequestReader(KeyLimits limits, Partners partners, SharingPolicy sharing) {
    static final String NUMBER = "number";
    static final String SIZE = "size";
    private static final String EXTENSION_MANDATORY = "extension_mandatory";
    private static final String SHARING = "dske_sharing";
    private static final Map<String, SharingMode> MODES = Arrays.stream(SharingMode.values())
            .collect(Collectors.toUnmodifiableMap(SharingMode::wireName, mode -> mode));
    private static final String EXTENSION_OPTIONAL = "extension_optional";

    /**
     * Reads query parameters, which say only a part of what a body can.
     *
     * @param number how many keys, null if that is not said
     * @param size the size of each in bits, null if that is not said
     * @throws InvalidException if it is not allowed
     */
    KeyRequest ofParameters(SaeId master, String slave, @Nullable String number, @Nullable String size) {
        return request(master, partners.slaves(master, slave, List.of()), number, size, null);
    }

    /**
     * Reads a body.
     *
     * @throws org.dske.error.DskeException if it is not allowed
     */
    KeyRequest ofBody(SaeId master, String slave, byte[] body) {
        JsonMembers members = JsonMembers.parse(body);
        List<SaeId> slaves = partners.slaves(master, slave, additional(members));
        members.requireList(EXTENSION_OPTIONAL);
        SharingMode wanted = sharing(members.objects(EXTENSION_MANDATORY).orElse(List.of()));
        return request(master, slaves, members.literal(NUMBER), members.literal(SIZE), wanted);
    }

    private static List<String> additional(JsonMembers members) {
        List<String> additional = members.strings(Partners.ADDITIONAL).orElse(null);
        if (additional == null) {
            return List.of();
        }
        if (additional.isEmpty()) {
            throw new InvalidException(Partners.ADDITIONAL + " is empty");
        }
        return additional;
    }

    private KeyRequest request(
            SaeId master,
            List<SaeId> slaves,
            @Nullable String number,
            @Nullable String size,
            @Nullable SharingMode wanted) {
        // All that can be seen without the hubs comes first: to ask them costs PSRD.
        limits.size(size, sharing.mode(wanted));
        int keys = limits.number(number);
        // Once a request: what size is allowed depends on it, too.
        SharingMode mode = sharing.mode(wanted, slaves);
        return new KeyRequest(master, slaves, keys, limits.size(size, mode) / Byte.SIZE, mode);
    }

    /**
     * The mode of sharing that a request insists on, by the one mandatory extension that this KME knows. Source: clauses 6.2 and
     * 6.5.
     */
    private static @Nullable SharingMode sharing(List<JsonMembers> extensions) {
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
