/**
 * What a stranger can send, read by the programs that have to read it. A target takes any bytes and
 * throws if they break a rule: another exception than the declared one, or something that was
 * accepted and does not read the same once it is written again. Its bytes come from the corpus in
 * {@code src/test/resources/fuzz} and, with {@code -Pfuzz}, from Jazzer.
 */
package org.securechat.protocol.fuzz;
