package org.securechat.server.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.server.ledger.LedgerVerification;
import org.securechat.server.receipt.ReceiptCertificates;
import org.securechat.server.receipt.ReceiptSettings;
import org.securechat.server.receipt.ReceiptVerification;

/** Whether a database holds what this server signed. Immutable. */
final class Verification {
  private final ReceiptCertificates own;
  private final CertificateRules rules;

  /**
   * @param pki folder with the authority's and the receipt certificate; no private key is read
   * @param serverName under which this server signs
   */
  Verification(Path pki, String serverName, Clock clock) throws BackupException {
    try {
      own = new ReceiptCertificates(ReceiptSettings.in(pki, serverName));
      rules =
          new CertificateRules(
              PemFiles.certificates(pki.resolve("ca.pem")),
              RevocationSource.none(),
              RevocationPolicy.ALLOW,
              clock);
    } catch (IOException e) {
      throw new BackupException(
          "without the server's certificates nothing can be verified: " + e.getMessage(), e);
    }
  }

  VerificationResult of(Connection connection, Consumer<String> progress) throws SQLException {
    LedgerVerification.Result ledger = new LedgerVerification(connection, own).run(progress);
    ReceiptVerification.Result receipts = new ReceiptVerification(connection, rules).run();
    List<String> faults = new ArrayList<>(ledger.faults());
    faults.addAll(receipts.faults());
    return new VerificationResult(
        ledger.rooms(), ledger.lines(), ledger.signatures(), receipts.receipts(), faults);
  }
}
