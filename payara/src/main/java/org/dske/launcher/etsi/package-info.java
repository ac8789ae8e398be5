/**
 * The encryptor's side of ETSI GS QKD 014, for trying a network out.
 */
@NullMarked
package org.dske.launcher.etsi;

import org.jspecify.annotations.NullMarked;
