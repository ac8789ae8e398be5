/** The checks of the doctor: each a record of facts, which says what it finds in them. None looks at anything by itself. */
@NullMarked
package org.dske.launcher.doctor.check;

import org.jspecify.annotations.NullMarked;
