/** What every node is made of, hub or client: its name, its settings, its clock, its random numbers, its stop switch. */
@NullMarked
package org.dske.node;

import org.jspecify.annotations.NullMarked;
