/**
 * Attacks by the classic protocol on the two endpoints of a running server, each with the answer
 * that a sound one gives. They know no more of the server than {@code docs/CLASSIC.md}.
 *
 * <p>Whatever is the same at both endpoints stands in one table for both ({@link
 * org.securechat.client.attack.classic.ClassicEndpointKind}). Honest steps use what the protocol
 * module computes for the server as well; dishonest ones are made by hand, line by line.
 */
package org.securechat.client.attack.classic;
