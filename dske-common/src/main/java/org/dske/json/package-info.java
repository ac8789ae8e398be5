/**
 * How JSON is read: once, strictly, by one parser, whoever sent it and whatever it is. Source: RFC 8259; protocol, section 3.
 */
@NullMarked
package org.dske.json;

import org.jspecify.annotations.NullMarked;
