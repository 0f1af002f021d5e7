package org.securechat.protocol.handshake;

/** The two ends of a handshake, and what their signatures say they sign. */
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
