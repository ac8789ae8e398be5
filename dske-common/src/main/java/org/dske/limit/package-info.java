/**
 * What one caller can take: how many requests of one address, one certificate, one client are served at a time, and how often it can have
 * something written to the log.
 */
@NullMarked
package org.dske.limit;

import org.jspecify.annotations.NullMarked;
