package org.dske.config;

/** How a client comes to PSRD. What is not {@link #HTTP} is as secret as its way; nothing falls back from one to another. */
public enum PsrdSupply {
    /** By enrolment packages, which a courier carries; the client registers in band, signed. Source: protocol, section 7. */
    PACKAGE,
    /** Out of band over HTTP, from a hub that knows nobody and believes everybody: in a laboratory only. Source: protocol, section 1. */
    HTTP;

    /**
     * Reads {@link Setting#PSRD_SUPPLY}.
     *
     * @throws ConfigurationException if it is {@code http}, and this is no laboratory
     */
    public static PsrdSupply of(Settings settings) {
        boolean laboratory = settings.flag(Setting.LABORATORY);
        if (!settings.isSet(Setting.PSRD_SUPPLY)) {
            return laboratory ? HTTP : PACKAGE;
        }
        PsrdSupply supply = settings.word(Setting.PSRD_SUPPLY).equals("http") ? HTTP : PACKAGE;
        if (supply == HTTP && !laboratory) {
            throw settings.invalid(
                    Setting.PSRD_SUPPLY,
                    "package; http, by which anybody gets PSRD in anybody's name, in a laboratory only ("
                            + Setting.LABORATORY.key() + ")");
        }
        return supply;
    }
}
