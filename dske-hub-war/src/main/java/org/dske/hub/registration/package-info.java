/** How clients register with a hub: out of band in a laboratory, signed in band elsewhere. Source: protocol, sections 1 and 7. */
@NullMarked
package org.dske.hub.registration;

import org.jspecify.annotations.NullMarked;
