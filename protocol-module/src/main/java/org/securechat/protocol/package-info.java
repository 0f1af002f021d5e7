/**
 * SecureChat protocol 1 without a socket: frames, handshake, records, messages, transcript,
 * receipts and their verification, for servers, clients and tests alike.
 */
package org.securechat.protocol;
