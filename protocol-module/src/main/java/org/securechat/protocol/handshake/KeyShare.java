package org.securechat.protocol.handshake;

/**
 * A public value for a group, by the group's wire name. The name may be one this side does not
 * know.
 */
final class KeyShare {
  private final String group;
  private final byte[] key;

  KeyShare(String group, byte[] key) {
    this.group = group;
    this.key = key.clone();
  }

  String group() {
    return group;
  }

  byte[] key() {
    return key.clone();
  }
}
