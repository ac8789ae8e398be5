/** The client as a Jakarta EE application: its resources, its beans and their configuration. */
@NullMarked
package org.dske.client.api;

import org.jspecify.annotations.NullMarked;
