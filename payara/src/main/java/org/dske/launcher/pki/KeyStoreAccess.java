package org.dske.launcher.pki;

/**
 * Certificates and what opens their PKCS#12 files. It prints no password.
 *
 * @param directory where they are
 * @param password what opens the PKCS#12 files
 */
public record KeyStoreAccess(PkiDirectory directory, KeyStorePassword password) {}
