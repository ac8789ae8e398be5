/**
 * Pre-shared random data (PSRD): blocks of it, the pools they make up, and the accounting that keeps every byte from
 * being used twice. Source: developer guide, "PSRD management"; protocol, section 2.
 */
@NullMarked
package org.dske.psrd;

import org.jspecify.annotations.NullMarked;
