/**
 * What can go wrong, paired with the HTTP status that says so.
 */
@NullMarked
package org.dske.error;

import org.jspecify.annotations.NullMarked;
