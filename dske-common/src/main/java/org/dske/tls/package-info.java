/**
 * Mutual TLS out of PEM files, which are read again when they change: a renewed certificate, a further CA and a revocation take effect
 * without a restart, and there is no password that a server would have to be told. Source: RFC 5280 (certificates and CRLs), RFC 7468
 * (PEM), RFC 5958 (private keys). It uses the JDK alone, since servers have it on their class path.
 */
@NullMarked
package org.dske.tls;

import org.jspecify.annotations.NullMarked;
