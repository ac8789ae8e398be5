/**
 * Tests of whole nodes on Payara Micro: hub and client on their own, deployed by Arquillian, and networks of real processes,
 * which the launcher starts and stops as its users do.
 */
package org.dske.integration;
