/**
 * Reconstruction of a key from shares some of which may be wrong: the search for it, and the verdict on who gave a wrong share. Source:
 * protocol, section 5.
 */
@NullMarked
package org.dske.reconstruction;

import org.jspecify.annotations.NullMarked;
