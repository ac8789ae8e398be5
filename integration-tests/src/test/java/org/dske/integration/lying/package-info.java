/**
 * What makes a hub lie: tests add it to a hub's WAR, and nothing outside of them knows it. It acts behind the verification of requests and
 * before answers are signed, so that clients get lies with good signatures.
 */
package org.dske.integration.lying;
