package org.securechat.protocol.handshake;

/** The two ends of a handshake, and the context string of their signatures (PROTOCOL.md §3.8). */
enum Side {
  CLIENT("SecureChat 1, client CertificateVerify"),
  SERVER("SecureChat 1, server CertificateVerify");

  private final String context;

  Side(String context) {
    this.context = context;
  }

  String context() {
    return context;
  }
}
