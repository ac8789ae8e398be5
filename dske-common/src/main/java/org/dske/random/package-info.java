/**
 * Where random numbers come from: the operating system, and, if one is configured, a device such as a QRNG beside it, whose health is
 * tested all the time. Source: NIST SP 800-90B.
 */
@NullMarked
package org.dske.random;

import org.jspecify.annotations.NullMarked;
