package org.dske.client.enrolment;

/**
 * What a client says of a package that it has imported.
 *
 * @param id the package
 * @param hub whose it is
 * @param words six words, to be compared with those of the hub
 * @param clientBytes bytes of PSRD that the client allocates from
 * @param hubBytes bytes of PSRD that the hub allocates from
 */
public record ImportReport(String id, String hub, String words, long clientBytes, long hubBytes) {}
