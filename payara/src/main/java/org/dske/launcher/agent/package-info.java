/** Keys for programs that do not ask for them: gets them as an encryptor does, and puts them where programs take them from. */
@NullMarked
package org.dske.launcher.agent;

import org.jspecify.annotations.NullMarked;
