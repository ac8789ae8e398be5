/** What a node says about its interfaces: its OpenAPI document, and Swagger UI to read and try it. */
@NullMarked
package org.dske.documentation;

import org.jspecify.annotations.NullMarked;
