package org.securechat.server.handshake;

import java.nio.file.Path;
import java.util.Optional;
import org.securechat.protocol.identity.key.Passphrase;

/**
 * What the server's side of the handshake is made of.
 *
 * @param pki folder of the authorities' certificates and of the server's key
 * @param passphrase of that key, if it is encrypted
 * @param keyLog where the secrets of all sessions go, for tests with a network analyser
 * @param cookieAbove above how many unfinished handshakes a new peer must first return a cookie
 */
public record HandshakeSettings(
    Path pki, Passphrase passphrase, Optional<Path> keyLog, int cookieAbove) {}
