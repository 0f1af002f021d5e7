/**
 * Runs attacks against a running server and reports the outcomes. Each attack is a {@link
 * org.securechat.client.attack.scenario.Scenario}: a name, a description, what has to be expected,
 * and the code that carries it out. README.md beside this file says how to add one.
 *
 * <p>The packages, from the bottom up: {@code target}, {@code certificate}, {@code client}, {@code
 * scenario}, then {@code modern} and {@code classic} with the attacks themselves.
 */
package org.securechat.client.attack;
