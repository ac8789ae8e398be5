/** The pools of pre-shared random data, as nodes' statuses have them. */
@NullMarked
package org.dske.launcher.psrd;

import org.jspecify.annotations.NullMarked;
