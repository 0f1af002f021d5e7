package org.securechat.server.receipt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.server.ledger.LedgerAccess;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.ledger.LedgerKey;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.SenderCertificate;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.testing.TestDatabase;

/**
 * A ledger with everything there can be in one, really signed: messages of two people, events,
 * something erased, receipts. For the tests of other packages.
 */
public final class SignedHistory {
  public static final String SERVER = "chat.example.org";
  public static final UUID ROOM = UUID.fromString("0b9f2f4c-3a57-4d5e-9f0a-5d2f6f1c7a01");
  public static final String ROOM_NAME = "incident-42";

  private final TestAuthority authority = new TestAuthority();
  private final Credentials alice = authority.issue("alice", KeyPurposeId.id_kp_clientAuth);
  private final Credentials bob = authority.issue("bob", KeyPurposeId.id_kp_clientAuth);
  private final Path pki;
  private final ReceiptKey key;

  /** Makes the server's PKI in that folder, which is laid out as the server's is. */
  public SignedHistory(Path pki) {
    this.pki = pki;
    try {
      Path issued = Files.createDirectories(pki.resolve("issued"));
      Credentials receipt = authority.issue("receipt", TestAuthority.RECEIPTS);
      PemFiles.writePrivateKey(issued.resolve("receipt.key"), receipt.privateKey());
      PemFiles.writeCertificates(issued.resolve("receipt.pem"), receipt.chain());
      PemFiles.writeCertificates(pki.resolve("ca.pem"), authority.certificates());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.key = key(pki);
  }

  /**
   * What anybody reads who is let into the room.
   *
   * @param pki with the certificate of the receipt key, whose private key may be gone
   */
  public static List<LedgerEntry> read(TestDatabase database, Path pki) {
    TranscriptLedger ledger = LedgerAccess.ledger(database, new PublicKeyOnly(pki));
    try {
      return ledger.history(ROOM, 0, 1000, Integer.MAX_VALUE).entries();
    } finally {
      ledger.close(Duration.ofSeconds(10));
    }
  }

  /** The receipt key in a folder that is laid out as the server's PKI is. */
  private static ReceiptKey key(Path pki) {
    return new ReceiptKey(ReceiptSettings.in(pki, TestAuthority.SERVER_NAME));
  }

  public Path pki() {
    return pki;
  }

  /** Writes some lines on top of whatever there is, and leaves a signed head. */
  public void writeOn(TestDatabase database, int messages) {
    TranscriptLedger ledger = LedgerAccess.ledger(database, key);
    try {
      for (int i = 1; i <= messages; i++) {
        say(ledger, "alice", alice, "Zeile " + i + ", naïve 🔒 \"quoted\"\n");
        say(ledger, "bob", bob, "answer " + i);
      }
      ledger
          .erase(ROOM, ROOM_NAME, Positions.range(1, 1), "alice", "a test", () -> {})
          .toCompletableFuture()
          .join();
      ReceiptSigner signer =
          new ReceiptSigner(
              key,
              ledger,
              database.perCall(ReceiptStore.class, JpaReceiptStore::new),
              ReceiptAccess.lists(),
              new TakenCertificates(),
              Clock.systemUTC());
      signer.issue(ROOM, ROOM_NAME, "alice", "ab".repeat(32), 1, 2);
      signer.issue(ROOM, ROOM_NAME, "bob", "cd".repeat(32), 2, 1);
    } finally {
      ledger.close(Duration.ofSeconds(10));
    }
  }

  private static void say(TranscriptLedger ledger, String who, Credentials as, String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ledger
        .append(
            LineRequest.of(
                ROOM,
                ROOM_NAME,
                who,
                SenderCertificate.of(as.leaf()),
                SignedMessage.sign(payload, as.scheme(), as.privateKey())))
        .toCompletableFuture()
        .join();
  }

  /** Appends one line more, as a server does, and returns it. */
  public LedgerEntry goOn(TestDatabase database) {
    TranscriptLedger ledger = LedgerAccess.ledger(database, key);
    try {
      byte[] event =
          EventPayload.create(
                  ROOM_NAME,
                  ROOM,
                  EventPayload.Event.JOINED,
                  "carol",
                  "carol",
                  Clock.systemUTC().instant())
              .encode();
      return ledger
          .append(LineRequest.event(ROOM, ROOM_NAME, key, event))
          .toCompletableFuture()
          .join()
          .entry();
    } finally {
      ledger.close(Duration.ofSeconds(10));
    }
  }

  /** Verifies what was signed and signs nothing. */
  private static final class PublicKeyOnly implements LedgerKey {
    private final ReceiptCertificates certificates;

    PublicKeyOnly(Path pki) {
      try {
        certificates = new ReceiptCertificates(ReceiptSettings.in(pki, TestAuthority.SERVER_NAME));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public SenderCertificate certificate() {
      throw new UnsupportedOperationException();
    }

    @Override
    public byte[] signEvent(byte[] payload) {
      throw new UnsupportedOperationException();
    }

    @Override
    public byte[] signHead(byte[] statement) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String serverName() {
      return certificates.serverName();
    }

    @Override
    public boolean isOwn(String certificateSha256) {
      return certificates.isOwn(certificateSha256);
    }

    @Override
    public boolean verifyHead(String certificateSha256, byte[] statement, byte[] signature) {
      return certificates.verifyHead(certificateSha256, statement, signature);
    }
  }
}
