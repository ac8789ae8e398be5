/** What hub and client do alike with HTTP: what is refused before a resource is asked, and the one mapping of failures. */
@NullMarked
package org.dske.http;

import org.jspecify.annotations.NullMarked;
