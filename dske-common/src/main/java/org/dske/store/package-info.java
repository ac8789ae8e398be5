/**
 * Where a node keeps its state: SQLite by default, PostgreSQL for what several machines share. SQL is in packages of this name and nowhere
 * else.
 */
@NullMarked
package org.dske.store;

import org.jspecify.annotations.NullMarked;
