/**
 * Secret sharing: a key is split into <i>n</i> shares, any <i>k</i> of which give it back. Source: protocol, section 5.
 */
@NullMarked
package org.dske.sharing;

import org.jspecify.annotations.NullMarked;
