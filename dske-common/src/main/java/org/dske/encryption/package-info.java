/**
 * One-time-pad encryption of key shares with PSRD. Source: developer guide, "Share encryption".
 */
@NullMarked
package org.dske.encryption;

import org.jspecify.annotations.NullMarked;
