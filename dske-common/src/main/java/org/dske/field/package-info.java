/**
 * Arithmetic in the two finite fields of the protocol, in time that says nothing about what is secret: GF(2^8), in which
 * secrets are shared, and GF(2^128), in which messages and keys are authenticated. Source: protocol, sections 4 and 5.
 */
@NullMarked
package org.dske.field;

import org.jspecify.annotations.NullMarked;
