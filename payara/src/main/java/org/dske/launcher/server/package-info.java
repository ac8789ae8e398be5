/**
 * The servers that nodes run on: Payara Micro, unpacked, configured and launched.
 */
@NullMarked
package org.dske.launcher.server;

import org.jspecify.annotations.NullMarked;
