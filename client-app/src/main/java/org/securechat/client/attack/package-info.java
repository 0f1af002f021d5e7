/**
 * Attacks on a running server, each with the answer that a sound one gives. A way for an operator
 * to see, on the installation at hand, that what has to be refused is refused; and a regression
 * test that knows no more of the server than its protocol.
 *
 * <p>The attacks by the classic protocol stand in a package of their own.
 *
 * <p>Honest steps use the protocol engine; dishonest ones are made by hand ({@link
 * org.securechat.client.attack.ScriptedHandshake}), because the engine cannot be talked into them.
 */
package org.securechat.client.attack;
