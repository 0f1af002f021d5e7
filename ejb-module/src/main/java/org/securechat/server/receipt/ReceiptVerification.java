package org.securechat.server.receipt;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.ReceiptSigning;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.identity.CertificateRules;

/**
 * Verifies the receipts as they lie in a database: that each is what was signed, and that the
 * transcript still is what it speaks of. For where no server runs; confined to one thread.
 */
public final class ReceiptVerification {
  private static final int PAGE = 100;

  private final Connection connection;
  private final CertificateRules rules;
  private final List<String> faults = new ArrayList<>();
  private long receipts;

  /**
   * @param rules whom receipts are accepted from, judged at the time of each receipt
   */
  public ReceiptVerification(Connection connection, CertificateRules rules) {
    this.connection = connection;
    this.rules = rules;
  }

  /** Reads every receipt. */
  public Result run() throws SQLException {
    String after = "";
    while (after != null) {
      after = page(after);
    }
    return new Result(receipts, List.copyOf(faults));
  }

  /** Returns the last one's hash, or null if there were no more. */
  private String page(String after) throws SQLException {
    String last = null;
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT sha256, receipt, signature FROM issued_receipt WHERE sha256 > ?"
                + " ORDER BY sha256 LIMIT "
                + PAGE)) {
      statement.setString(1, after);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          last = rows.getString(1);
          check(last, rows.getBytes(2), rows.getBytes(3));
          receipts++;
        }
      }
    }
    return last;
  }

  private void check(String sha256, byte[] document, byte[] signature) throws SQLException {
    try {
      if (!Digests.sha256Hex(document).equals(sha256)) {
        throw new EvidenceException("it is not what was issued");
      }
      Receipt receipt = Receipt.parse(document);
      ReceiptSigning.verify(
          document,
          signature,
          List.of(certificate(receipt.certificate())),
          rules.at(Clock.fixed(Timestamps.parse(receipt.issuedAt()), ZoneOffset.UTC)));
      if (!receipt.previousChain().equals(chain(receipt, receipt.first() - 1))
          || !receipt.chain().equals(chain(receipt, receipt.last()))) {
        throw new EvidenceException(
            "room "
                + receipt.roomId()
                + " is not what it says of positions "
                + receipt.first()
                + " to "
                + receipt.last());
      }
    } catch (EvidenceException e) {
      faults.add("receipt " + sha256 + ": " + e.getMessage());
    }
  }

  private X509Certificate certificate(String sha256) throws SQLException, EvidenceException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT der FROM certificate_record WHERE sha256 = ?")) {
      statement.setString(1, sha256);
      try (ResultSet rows = statement.executeQuery()) {
        if (rows.next()) {
          return (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(rows.getBytes(1)));
        }
      }
    } catch (CertificateException e) {
      throw new EvidenceException("the certificate that it names cannot be read");
    }
    throw new EvidenceException("the certificate that it names is missing");
  }

  private String chain(Receipt receipt, long position) throws SQLException {
    if (position == 0) {
      return receipt.genesis();
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT chain FROM transcript_entry WHERE room_id = ? AND position = ?")) {
      statement.setString(1, receipt.roomId());
      statement.setLong(2, position);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }
  }

  /**
   * What was found.
   *
   * @param faults what does not verify, a sentence each; empty if everything does
   */
  public record Result(long receipts, List<String> faults) {}
}
