package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.HeadsDocument;
import org.securechat.protocol.evidence.HeadsFile;
import org.securechat.protocol.evidence.RoomPosition;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.identity.Credentials;

/** PROTOCOL.md §9.5, without a server. */
class HeadsVerifyCommandTest {
  private static final RoomPosition ROOM = new RoomPosition(UUID.randomUUID(), 57, "ab".repeat(32));

  @TempDir Path temporary;
  private PkiFolder pki;
  private Credentials receipts;

  @BeforeEach
  void aServerWithAReceiptKey() throws Exception {
    pki = new PkiFolder(temporary.resolve("pki"));
    receipts = pki.issue("receipt", CertificateKind.RECEIPT);
  }

  private Path write(Credentials signer, long number, HeadsDocument base) throws Exception {
    List<RoomPosition> rooms = List.of(ROOM);
    HeadsDocument document =
        new HeadsDocument(
            "chat.example.org",
            number,
            number == 1 ? "" : "cd".repeat(32),
            base == null ? 0 : base.number(),
            base == null ? "" : base.sha256(),
            rooms.size(),
            HeadsFile.sha256(rooms),
            Timestamps.format(Instant.now()),
            Digests.sha256Hex(signer.leaf().getEncoded()));
    HeadsFile file = new HeadsFile(document, signer.sign(document.encode()), rooms);
    return Files.write(temporary.resolve("heads-000000000" + number + ".txt"), file.encode());
  }

  private CommandRun verify(Path file) {
    return CommandRun.of("heads", "verify", file, "--pki", pki.root());
  }

  @Test
  void aFileVerifiesWithTheAuthorityAndTheReceiptCertificateAlone() throws Exception {
    CommandRun run = verify(write(receipts, 1, null));

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("verified: heads number 1 of chat.example.org", "1 rooms");
  }

  @Test
  void oneThatBuildsOnAnotherNeedsThatOne() throws Exception {
    Path first = write(receipts, 1, null);
    HeadsDocument base = HeadsFile.parse(Files.readAllBytes(first)).document();
    Path second = write(receipts, 2, base);
    assertThat(verify(second).code()).isZero();

    write(receipts, 1, null);
    Files.write(first, Files.readAllBytes(write(receipts, 3, null)));
    assertThat(verify(second).err()).contains("it is not the one that");
    Files.delete(first);
    assertThat(verify(second).code()).isEqualTo(1);
  }

  @Test
  void anotherPositionIsNoticed() throws Exception {
    Path file = write(receipts, 1, null);
    Files.writeString(file, Files.readString(file).replace("|57|", "|56|"));

    assertThat(verify(file).err()).contains("the lines are not those that were signed");
  }

  @Test
  void aUsersSignatureIsNoServers() throws Exception {
    Credentials alice = pki.issue("alice", CertificateKind.CLIENT);
    Path file = write(alice, 1, null);
    Path certificate = pki.root().resolve("issued/alice.pem");

    CommandRun run =
        CommandRun.of("heads", "verify", file, "--pki", pki.root(), "--certificate", certificate);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("its signer's certificate is not accepted");
    assertThat(verify(file).err()).contains("it is signed with another certificate");
  }
}
