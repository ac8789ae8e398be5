/**
 * A client's random data at one hub: its registration, and the blocks that keep both pools filled. Source: protocol, sections 1 and 2.
 */
@NullMarked
package org.dske.client.psrd;

import org.jspecify.annotations.NullMarked;
