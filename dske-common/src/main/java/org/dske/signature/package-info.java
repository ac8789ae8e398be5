/**
 * Message authentication with PSRD: the {@code DSKE-Signature} header and the suites that compute its tag. Source:
 * protocol, section 4.
 */
@NullMarked
package org.dske.signature;

import org.jspecify.annotations.NullMarked;
