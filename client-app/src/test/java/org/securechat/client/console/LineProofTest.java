package org.securechat.client.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.ClientException;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.storage.RoomArchive;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.Chain;
import org.securechat.protocol.evidence.TranscriptLine;

class LineProofTest {
  private static final String ID = "0b0e3d8e-6c1b-4b6e-8f0a-1d2c3b4a5f60";
  private static final byte[] PAYLOAD = {1, 2, 3};

  @TempDir Path account;

  private RoomArchive archive;
  private String certificate;

  @BeforeEach
  void keep() throws Exception {
    byte[] der =
        new PkiFolder(account.resolve("pki"))
            .issue("alice", CertificateKind.CLIENT)
            .encodedChain()
            .getFirst();
    certificate = Digests.sha256Hex(der);
    Files.createDirectories(account.resolve("certificates"));
    Files.write(account.resolve("certificates").resolve(certificate + ".der"), der);
    archive = RoomArchive.open(account, ID, "lobby");
    var _ =
        archive.append(
            List.of(
                new RoomArchive.Kept(1, line(1), Optional.of(PAYLOAD)),
                new RoomArchive.Kept(2, line(2), Optional.empty())));
  }

  private String line(long position) {
    return new TranscriptLine(
            position,
            "2026-11-22T19:00:00.000Z",
            "alice",
            certificate,
            Digests.sha256Hex(PAYLOAD),
            Base64.getEncoder().encodeToString(new byte[70]))
        .format();
  }

  private String proof(long position) throws ClientException {
    return String.join("\n", LineProof.of(account, "lobby", position));
  }

  @Test
  void whatIsKeptIsShown() throws Exception {
    String chain = Chain.next(Chain.genesis(UUID.fromString(ID)), line(1));
    assertThat(proof(1))
        .contains(
            "CN=alice",
            "securechat:user:alice",
            "certificate SHA-256  " + certificate,
            "payload SHA-256      " + Digests.sha256Hex(PAYLOAD),
            "chain at 1           " + chain,
            "none that is kept covers it")
        .doesNotContain("not kept, or erased");
    assertThat(proof(2)).contains("not kept, or erased");
  }

  @Test
  void aCertificateThatIsGoneOrNoneIsSaidToBe() throws Exception {
    Path file = account.resolve("certificates").resolve(certificate + ".der");
    Files.write(file, new byte[] {1});
    assertThat(proof(1)).contains("certificate          not kept");
    Files.delete(file);
    assertThat(proof(1)).contains("certificate          not kept");
  }

  @Test
  void aReceiptThatIsNoneCoversNothing() throws Exception {
    Path folder = archive.receiptFolder("a".repeat(64), 1, 2);
    assertThat(proof(1)).contains("none that is kept covers it");
    Files.writeString(folder.resolve("receipt.json"), "{}");
    assertThat(proof(1)).contains("none that is kept covers it");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3, -1, Long.MAX_VALUE})
  void aLineThatIsNotKeptHasNoProof(long position) {
    assertThatThrownBy(() -> proof(position))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("is not kept");
  }

  @Test
  void nothingIsKnownOfAnotherRoom() {
    assertThatThrownBy(() -> LineProof.of(account, "elsewhere", 1))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("nothing is kept");
  }
}
