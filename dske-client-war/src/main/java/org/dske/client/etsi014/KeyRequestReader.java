package org.dske.client.etsi014;

import java.util.List;
import org.dske.client.relay.KeyRequest;
import org.dske.client.relay.SharingInUse;
import org.dske.error.InvalidException;
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
record KeyRequestReader(KeyLimits limits, Partners partners, SharingInUse sharing) {
    static final String NUMBER = "number";
    static final String SIZE = "size";
    private static final String EXTENSION_MANDATORY = "extension_mandatory";
    private static final String EXTENSION_OPTIONAL = "extension_optional";

    /**
     * Reads query parameters, which say only a part of what a body can.
     *
     * @param master who asks
     * @param slave the encryptor that the path names
     * @param number how many keys, null if that is not said
     * @param size the size of each in bits, null if that is not said
     * @return the request
     * @throws InvalidException if it is not allowed
     */
    KeyRequest ofParameters(SaeId master, String slave, @Nullable String number, @Nullable String size) {
        return request(master, partners.slaves(master, slave, List.of()), number, size, null);
    }

    /**
     * Reads a body.
     *
     * @param master who asks
     * @param slave the encryptor that the path names
     * @param body a JSON object
     * @return the request
     * @throws org.dske.error.DskeException if it is not allowed
     */
    KeyRequest ofBody(SaeId master, String slave, byte[] body) {
        JsonMembers members = JsonMembers.parse(body);
        List<SaeId> slaves = partners.slaves(master, slave, additional(members));
        members.requireList(EXTENSION_OPTIONAL);
        SharingMode wanted =
                MandatoryExtensions.sharing(members.objects(EXTENSION_MANDATORY).orElse(List.of()));
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
}
