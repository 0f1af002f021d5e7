/**
 * What the classic profile computes: the wire forms, keys and signatures of the Python system that
 * came before, exactly as its clients in the field expect them. Nothing here is used by the modern
 * protocol; {@code docs/CLASSIC.md} says what the profile does not protect.
 */
package org.securechat.protocol.classic;
