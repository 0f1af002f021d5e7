package org.securechat.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.connection.ConnectionSettings;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.KeyKind;
import org.securechat.client.scripted.ScriptedServer;
import org.securechat.client.storage.UserDataFolder;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.classic.ClassicSignature;
import org.securechat.protocol.classic.ClassicTranscript;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.ServerEnvelope;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.CrlFile;
import org.securechat.protocol.json.Json;

/**
 * What a classic client has said, as its owner reads it: the server signs every line, and lies in
 * some of them.
 */
class ClassicHistoryTest {
  private static final String ROOM = "classic:0123456789abcdef:fedcba9876543210";
  private static final String BLOCK = Json.base64(new byte[16]);

  @TempDir private Path temporary;

  private PkiFolder pki;
  private ScriptedServer server;
  private Credentials alice;
  private Credentials classic;

  @BeforeEach
  void start() throws Exception {
    pki = new PkiFolder(temporary.resolve("pki"));
    server = new ScriptedServer(pki);
    alice = pki.issue("alice", CertificateKind.CLIENT);
    classic = rsa("classic");
    server.register("alice", "secret");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Credentials rsa(String name) throws Exception {
    return pki.issue(CertificateOrder.of(name, CertificateKind.CLIENT).withKey(KeyKind.RSA2048));
  }

  private ConnectionSettings connection() {
    return ConnectionSettings.of(server.address(), alice, pki.rules(), Clock.systemUTC());
  }

  private ChatSession alice(Recorder recorder) throws Exception {
    SessionSettings settings =
        new SessionSettings(
            connection(),
            "alice",
            Optional.of("secret"::toCharArray),
            new UserDataFolder(temporary.resolve("data")),
            List.of(pki.authority().certificate()),
            new CrlFile(pki.root().resolve("crl.pem")),
            true);
    return ChatSession.open(settings, recorder, false);
  }

  private void opened(Credentials client) {
    server.knows(client.leaf());
    state(
        ClassicPayload.Opening.create(
            ROOM, server.room(ROOM).id(), client.leaf(), "alice", Instant.now()));
  }

  private void said(long seqno, String text, Credentials signer) {
    byte[] digest = ClassicSignature.messageDigest(seqno, 1_700_000_000_000L, BLOCK);
    state(
        ClassicPayload.Message.create(
            ROOM,
            server.room(ROOM).id(),
            seqno,
            1_700_000_000_000L,
            BLOCK,
            BLOCK,
            Json.base64(ClassicSignature.sign(signer.privateKey(), digest)),
            Optional.of(text),
            Instant.now()));
  }

  private void state(ClassicPayload payload) {
    server.room(ROOM).state(payload.encode());
  }

  private List<RoomMessage> read() throws Exception {
    Recorder seen = new Recorder();
    try (ChatSession session = alice(seen)) {
      session.join(ROOM);
      session.follow(ROOM);
    }
    return seen.messages.stream()
        .filter(m ->
            m.body() instanceof MessageBody.Classic || m.body() instanceof MessageBody.ClassicNote)
        .toList();
  }

  private static List<Fault> faults(RoomMessage message) {
    return message.findings().stream().map(TranscriptFinding::fault).toList();
  }

  @Test
  void whatItsClientSignedIsVerified() throws Exception {
    opened(classic);
    said(1, "hello", classic);
    state(
        ClassicPayload.Closing.create(
            ROOM,
            server.room(ROOM).id(),
            classic.leaf(),
            classic.privateKey(),
            new ClassicTranscript(),
            Instant.now()));

    assertThat(read()).hasSize(3).allMatch(RoomMessage::verified);
  }

  @Test
  void whatAServerPutsIntoItsClientsMouthIsBroken() throws Exception {
    opened(classic);
    said(1, "I owe you 10", classic);
    said(2, "I owe you 1000", rsa("server-in-disguise"));

    List<RoomMessage> lines = read();

    assertThat(lines.get(1).verified()).isTrue();
    assertThat(faults(lines.get(2))).containsExactly(Fault.BAD_SIGNATURE);
  }

  @Test
  void keptLinesAreCheckedWithTheKeptCertificate() throws Exception {
    opened(classic);
    said(1, "hello", rsa("another"));
    read();

    try (ChatSession session = alice(new Recorder())) {
      session.follow(ROOM);
      assertThat(session.recent(ROOM, 2))
          .filteredOn(line -> line.body() instanceof MessageBody.Classic)
          .singleElement()
          .satisfies(line -> assertThat(faults(line)).containsExactly(Fault.BAD_SIGNATURE));
    }
  }

  @Test
  void aClientOfNoKnownAuthorityIsNotTrusted() throws Exception {
    PkiFolder other = new PkiFolder(temporary.resolve("other"));
    Credentials stranger =
        other.issue(CertificateOrder.of("alice", CertificateKind.CLIENT).withKey(KeyKind.RSA2048));
    opened(stranger);
    said(1, "hello", stranger);

    assertThat(read())
        .hasSize(2)
        .allSatisfy(line -> assertThat(faults(line)).containsExactly(Fault.UNTRUSTED));
  }

  @Test
  void withoutTheFirstLineNoSignatureIsSaidToBeChecked() throws Exception {
    opened(classic);
    said(1, "hello", classic);
    server.lie(entry -> Optional.of(entry.position() == 1 ? erased(entry) : entry));

    assertThat(read())
        .singleElement()
        .satisfies(line -> {
          assertThat(line.findings()).isEmpty();
          assertThat(((MessageBody.Classic) line.body()).signatureChecked()).isFalse();
        });
  }

  private static Entry erased(Entry entry) {
    return new Entry(
        entry.room(),
        entry.position(),
        entry.receivedAt(),
        entry.line(),
        entry.chain(),
        Optional.empty());
  }

  @Test
  void aReceiptThatNobodySignedIsBroken() throws Exception {
    opened(classic);
    state(
        new ClassicPayload.Closing(
            new ServerEnvelope(
                ClassicPayload.RECEIPT,
                ROOM,
                server.room(ROOM).id(),
                "2026-11-22T19:00:00.123Z",
                Json.base64(new byte[16])),
            Json.base64(classic.leaf().getEncoded()),
            "0".repeat(64),
            Json.base64(new byte[256]),
            0,
            0));

    assertThat(faults(read().get(1))).containsExactly(Fault.BAD_SIGNATURE);
  }
}
