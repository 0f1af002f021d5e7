package org.securechat.server.ledger;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.securechat.protocol.crypto.Digests;
import org.securechat.server.ledger.ChainWalk.BrokenChainException;
import org.securechat.server.limit.LruMap;

/**
 * Verifies a whole ledger as it lies in a database: of every room the chain from its first line to
 * its head, the signed head, every payload that has not been erased against its hash, and the
 * signature of its sender. For where no server runs; confined to one thread.
 */
public final class LedgerVerification {
  private static final int CACHED_KEYS = 1000;

  private final JdbcLedgerRecords records;
  private final RoomVerification rooms;
  private final List<String> faults = new ArrayList<>();
  private final Map<String, PublicKey> keys = new LruMap<>(CACHED_KEYS);

  private long lines;
  private long signatures;

  /**
   * @param key what the signed heads must have been signed by
   */
  public LedgerVerification(Connection connection, HeadVerifier key) {
    this.records = new JdbcLedgerRecords(connection);
    this.rooms = new RoomVerification(records, key);
  }

  /**
   * Reads everything.
   *
   * @param progress is told a sentence now and then
   */
  public Result run(Consumer<String> progress) {
    int count = 0;
    for (UUID room : records.rooms()) {
      try {
        rooms.verifyAll(room, this::checkSignature);
      } catch (BrokenChainException e) {
        faults.add("room " + room + ", position " + e.position() + ": " + e.getMessage());
      }
      count++;
    }
    progress.accept(
        "verified " + count + " transcripts, " + lines + " lines, " + signatures + " signatures");
    return new Result(count, lines, signatures, List.copyOf(faults));
  }

  private void checkSignature(LedgerEntry line) throws BrokenChainException {
    lines++;
    // What was signed is gone with an erased payload; its hash is in the chain.
    if (line.message().isPresent()) {
      if (!line.message().get().isSignedBy(key(line))) {
        throw new BrokenChainException(
            line.position(), "the signature of " + line.line().sender() + " does not verify");
      }
      signatures++;
    }
  }

  private PublicKey key(LedgerEntry line) throws BrokenChainException {
    String sha256 = line.line().certificateSha256();
    PublicKey known = keys.get(sha256);
    if (known != null) {
      return known;
    }
    byte[] der =
        records
            .certificate(sha256)
            .filter(stored -> Digests.sha256Hex(stored).equals(sha256))
            .orElseThrow(() ->
                new BrokenChainException(
                    line.position(), "the certificate " + sha256 + " is missing"));
    try {
      PublicKey key =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der))
              .getPublicKey();
      keys.put(sha256, key);
      return key;
    } catch (GeneralSecurityException e) {
      throw new BrokenChainException(
          line.position(), "the certificate " + sha256 + " cannot be read");
    }
  }

  /**
   * What was found.
   *
   * @param rooms that have a transcript
   * @param signatures of lines whose payload has not been erased
   * @param faults what does not verify, a sentence each; empty if everything does
   */
  public record Result(int rooms, long lines, long signatures, List<String> faults) {}
}
