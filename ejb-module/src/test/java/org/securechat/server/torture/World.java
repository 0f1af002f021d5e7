package org.securechat.server.torture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.key.Passphrase;
import org.securechat.server.ledger.LedgerKey;
import org.securechat.server.receipt.ReceiptAccess;
import org.securechat.server.receipt.ReceiptKey;
import org.securechat.server.receipt.ReceiptSettings;
import org.securechat.server.receipt.TestAuthority;

/** The keys of a server and of two people, in a folder that another process can read. */
record World(Path pki, ReceiptKey key, List<Credentials> people) {
  /** Their names in certificates and lines. */
  static final List<String> NAMES = List.of("alice", "bob");

  private static final int ROOMS = 3;

  static World made(Path pki) throws IOException {
    Files.createDirectories(pki);
    TestAuthority authority = new TestAuthority();
    authority.receiptKey(pki, "receipts");
    PemFiles.writeCrl(pki.resolve("crl.pem"), authority.emptyList());
    for (String name : NAMES) {
      Credentials person = authority.issue(name, KeyPurposeId.id_kp_clientAuth);
      PemFiles.writePrivateKey(pki.resolve(name + ".key"), person.privateKey());
      PemFiles.writeCertificates(pki.resolve(name + ".pem"), person.chain());
    }
    return read(pki);
  }

  static World read(Path pki) throws IOException {
    List<Credentials> people = new ArrayList<>();
    for (String name : NAMES) {
      people.add(PemFiles.credentials(pki.resolve(name + ".pem"), pki.resolve(name + ".key")));
    }
    ReceiptSettings receipts =
        new ReceiptSettings(
            pki.resolve("receipts.key"),
            pki.resolve("receipts.pem"),
            Passphrase.none(),
            TestAuthority.SERVER_NAME);
    return new World(pki, ReceiptAccess.key(receipts), people);
  }

  LedgerKey ledgerKey() {
    return key;
  }

  /** The file of the authority that everybody trusts. */
  Path authority() {
    return pki.resolve("ca.pem");
  }

  List<X509Certificate> authorities() throws IOException {
    return PemFiles.certificates(authority());
  }

  /** The file of its list, on which no certificate is. */
  Path list() {
    return pki.resolve("crl.pem");
  }

  List<X509CRL> lists() throws IOException {
    return PemFiles.crls(list());
  }

  static List<UUID> rooms() {
    List<UUID> rooms = new ArrayList<>();
    for (int i = 1; i <= ROOMS; i++) {
      rooms.add(new UUID(0x4000, 0x8000_0000_0000_0000L + i));
    }
    return rooms;
  }

  static String name(UUID room) {
    return "room-" + (room.getLeastSignificantBits() & 0xff);
  }

  /** What binds a session of that name. */
  static String session(String name) {
    return Digests.sha256Hex(name.getBytes(StandardCharsets.UTF_8));
  }
}
