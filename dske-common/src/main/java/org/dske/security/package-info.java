/** What is promised of keys and messages, in numbers. Source: {@code docs/security.md}. */
@NullMarked
package org.dske.security;

import org.jspecify.annotations.NullMarked;
