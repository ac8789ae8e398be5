/** The hub as a Jakarta EE application: its resources, its beans and their configuration. */
@NullMarked
package org.dske.hub.api;

import org.jspecify.annotations.NullMarked;
