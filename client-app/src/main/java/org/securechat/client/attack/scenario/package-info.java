/**
 * What an attack consists of: its description, the attacker who runs it, the expected reaction, and
 * the outcome.
 */
package org.securechat.client.attack.scenario;
