package org.securechat.server.lifecycle;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.securechat.server.certificate.RevocationSweep;
import org.securechat.server.handshake.HandshakeLoad;
import org.securechat.server.handshake.ServerIdentity;
import org.securechat.server.receipt.ReceiptKey;

/** The files that must be readable before the server does anything: keys, certificates, lists. */
@Dependent
class StartupKeys {

  private final ServerIdentity identity;
  private final HandshakeLoad load;
  private final ReceiptKey receiptKey;
  private final RevocationSweep revocation;

  @Inject
  StartupKeys(
      ServerIdentity identity,
      HandshakeLoad load,
      ReceiptKey receiptKey,
      RevocationSweep revocation) {
    this.identity = identity;
    this.load = load;
    this.receiptKey = receiptKey;
    this.revocation = revocation;
  }

  /**
   * Reads the files.
   *
   * @throws IllegalStateException naming the file that is missing or unusable
   */
  void load() {
    identity.underLoad(load::isHigh);
    identity.load();
    // It has read the files before, and somebody may have replaced them meanwhile.
    identity.show(AdministrationListener::show);
    receiptKey.load();
    revocation.load();
  }
}
