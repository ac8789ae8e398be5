/**
 * The JAX-RS plumbing that hub and client share: JSON, limits on bodies, and the one mapping of failures to HTTP.
 */
@NullMarked
package org.dske.http;

import org.jspecify.annotations.NullMarked;
