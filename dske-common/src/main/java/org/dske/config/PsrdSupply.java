package org.dske.config;

/** How a client comes to PSRD of a hub, and the hub lets it. What is not {@link #HTTP} is as secret as its way. */
public enum PsrdSupply {
    /** By enrolment packages, which a courier carries; the client registers in band, signed. Source: protocol, section 7. */
    PACKAGE,
    /** Out of band over mutual TLS, the client being who its certificate says. Source: protocol, section 1. */
    TLS,
    /** Out of band over HTTP, from a hub that believes everybody: in a laboratory only. Source: protocol, section 1. */
    HTTP
}
