package org.securechat.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.connection.ConnectionException;
import org.securechat.client.connection.ConnectionSettings;
import org.securechat.client.connection.RequestRefusedException;
import org.securechat.client.connection.ServerAddress;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.CrlReason;
import org.securechat.client.scripted.ScriptedServer;
import org.securechat.client.storage.UserDataFolder;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.Countersignature;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.CrlFile;

class ChatSessionTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path temporary;

  private PkiFolder pki;
  private ScriptedServer server;
  private Credentials alice;
  private Credentials bob;

  @BeforeEach
  void start() throws Exception {
    pki = new PkiFolder(temporary.resolve("pki"));
    server = new ScriptedServer(pki);
    alice = pki.issue("alice", CertificateKind.CLIENT);
    bob = pki.issue("bob", CertificateKind.CLIENT);
    for (String user : List.of("alice", "bob")) {
      server.register(user, "secret");
    }
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private ConnectionSettings connection(Credentials credentials) {
    return ConnectionSettings.of(server.address(), credentials, pki.rules(), Clock.systemUTC());
  }

  private SessionSettings settings(String user, Credentials credentials, String password) {
    return new SessionSettings(
        connection(credentials),
        user,
        Optional.of(password::toCharArray),
        new UserDataFolder(temporary.resolve("data")),
        List.of(pki.authority().certificate()),
        new CrlFile(pki.root().resolve("crl.pem")),
        true);
  }

  private ChatSession alice(Recorder recorder) throws Exception {
    return ChatSession.open(settings("alice", alice, "secret"), recorder, true);
  }

  private ChatSession bob(Recorder recorder) throws Exception {
    return ChatSession.open(settings("bob", bob, "secret"), recorder, true);
  }

  @Test
  void whatIsSaidIsSeenByBothOnceAndVerified() throws Exception {
    Recorder seenByAlice = new Recorder();
    Recorder seenByBob = new Recorder();
    try (ChatSession one = alice(seenByAlice);
        ChatSession two = bob(seenByBob)) {
      one.create("lobby", Visibility.PUBLIC);
      two.join("lobby");
      one.send("lobby", "hello");
      two.send("lobby", "grüezi ✓");

      await()
          .atMost(SOON)
          .untilAsserted(() -> {
            assertThat(seenByAlice.texts()).containsExactly("hello", "grüezi ✓");
            assertThat(seenByBob.texts()).containsExactly("hello", "grüezi ✓");
          });
    }
    assertThat(Stream.of(seenByAlice, seenByBob).flatMap(r -> r.messages.stream()))
        .allSatisfy(message -> assertThat(message.findings()).isEmpty());
    assertThat(seenByBob.messages.get(0).body())
        .isEqualTo(new MessageBody.Event(EventPayload.Event.CREATED, "alice", "alice"));
  }

  @Test
  void aDirectMessageArrivesUnasked() throws Exception {
    Recorder seen = new Recorder();
    try (ChatSession one = alice(new Recorder());
        ChatSession two = bob(seen)) {
      one.sendTo("bob", "psst");
      await().atMost(SOON).until(() -> seen.texts().contains("psst"));
      two.sendTo("alice", "yes?");
    }
    assertThat(seen.messages)
        .allSatisfy(m -> assertThat(m.room()).isEqualTo("dm:alice:bob"))
        .allMatch(RoomMessage::verified);
  }

  @Test
  void whatWasMissedIsFetchedAndWhatIsKnownIsNot() throws Exception {
    try (ChatSession one = alice(new Recorder())) {
      one.create("lobby", Visibility.PUBLIC);
      try (ChatSession two = bob(new Recorder())) {
        two.join("lobby");
      }
      for (int i = 1; i <= 8; i++) {
        one.send("lobby", "message " + i);
      }
    }
    Recorder first = new Recorder();
    try (ChatSession two = bob(first)) {
      two.follow("lobby");
      assertThat(two.recent("lobby", 2))
          .extracting(m -> ((MessageBody.Said) m.body()).content().words().orElseThrow())
          .containsExactly("message 7", "message 8");
    }
    assertThat(first.texts()).hasSize(8).doesNotHaveDuplicates();
    assertThat(first.messages).allMatch(RoomMessage::verified).noneMatch(RoomMessage::live);

    Recorder second = new Recorder();
    try (ChatSession two = bob(second)) {
      two.follow("lobby");
      assertThat(two.recent("lobby", 100)).hasSize(10).allMatch(RoomMessage::verified);
    }
    assertThat(second.messages).isEmpty();
  }

  static Stream<Arguments> lies() {
    return Stream.of(
        Arguments.of("other text", Fault.PAYLOAD_ALTERED, lie(ChatSessionTest::otherText)),
        Arguments.of("other signature", Fault.BAD_SIGNATURE, lie(ChatSessionTest::otherSignature)),
        Arguments.of("other line", Fault.CHAIN_BROKEN, lie(ChatSessionTest::otherLine)),
        Arguments.of("other chain", Fault.CHAIN_BROKEN, lie(ChatSessionTest::otherChain)));
  }

  private static Function<Entry, Entry> lie(Function<Entry, Entry> how) {
    return how;
  }

  private static Entry with(Entry e, String line, String chain) {
    return new Entry(e.room(), e.position(), e.receivedAt(), line, chain, e.message());
  }

  private static Entry otherText(Entry e) {
    SignedMessage said = e.message().orElseThrow();
    String altered = new String(said.payload(), StandardCharsets.UTF_8).replace("pay 10", "pay 99");
    SignedMessage other =
        new SignedMessage(altered.getBytes(StandardCharsets.UTF_8), said.signature());
    return new Entry(
        e.room(), e.position(), e.receivedAt(), e.line(), e.chain(), Optional.of(other));
  }

  private static Entry otherSignature(Entry e) {
    SignedMessage said = e.message().orElseThrow();
    byte[] signature = said.signature().clone();
    signature[3] ^= 1;
    return new Entry(
        e.room(),
        e.position(),
        e.receivedAt(),
        e.line(),
        e.chain(),
        Optional.of(new SignedMessage(said.payload(), signature)));
  }

  private static Entry otherLine(Entry e) {
    String received = Timestamps.format(java.time.Instant.EPOCH);
    return new Entry(
        e.room(),
        e.position(),
        received,
        e.line().replace(e.receivedAt(), received),
        e.chain(),
        e.message());
  }

  private static Entry otherChain(Entry e) {
    char last = e.chain().charAt(63) == '0' ? '1' : '0';
    return with(e, e.line(), e.chain().substring(0, 63) + last);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lies")
  void aLyingServerIsFoundOut(String name, Fault fault, Function<Entry, Entry> lie)
      throws Exception {
    Recorder seen = new Recorder();
    try (ChatSession one = alice(new Recorder());
        ChatSession two = bob(seen)) {
      one.create("lobby", Visibility.PUBLIC);
      two.join("lobby");
      server.lie(entry -> Optional.of(isText(entry, "pay 10") ? lie.apply(entry) : entry));
      one.send("lobby", "pay 10");
      one.send("lobby", "done");

      await().atMost(SOON).until(() -> seen.messages.stream().anyMatch(m -> !m.verified()));
    }
    assertThat(seen.messages)
        .filteredOn(m -> !m.verified())
        .first()
        .satisfies(
            m -> assertThat(m.findings()).extracting(TranscriptFinding::fault).contains(fault));
  }

  private static boolean isText(Entry entry, String text) {
    return new String(entry.message().orElseThrow().payload(), StandardCharsets.UTF_8)
        .contains("\"text\":\"" + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "other position"})
  void aServerThatSendsNoLinesIsGivenUp(String kind) throws Exception {
    Recorder seen = new Recorder();
    try (ChatSession one = alice(new Recorder());
        ChatSession two = bob(seen)) {
      one.create("lobby", Visibility.PUBLIC);
      two.join("lobby");
      server.lie(e ->
          Optional.of(
              with(
                  e,
                  kind.equals("garbage") ? kind : e.line().replaceFirst("^\\d+", "77"),
                  e.chain())));
      assertThatThrownBy(() -> one.send("lobby", "hello"))
          .isInstanceOf(UnknownFateException.class)
          .hasMessageContaining("bad_frame");
      await().atMost(SOON).until(() -> seen.links.contains(SessionListener.Link.GIVEN_UP));
    }
  }

  @Test
  void aWithheldLineIsShownAsOne() throws Exception {
    Recorder seen = new Recorder();
    try (ChatSession one = alice(new Recorder());
        ChatSession two = bob(seen)) {
      one.create("lobby", Visibility.PUBLIC);
      two.join("lobby");
      server.lie(entry -> isText(entry, "secret") ? Optional.empty() : Optional.of(entry));
      one.send("lobby", "secret");
      one.send("lobby", "harmless");

      await().atMost(SOON).until(() -> seen.texts().contains("harmless"));
      assertThat(seen.faults("harmless")).contains(Fault.WITHHELD);

      server.lie(Optional::of);
      two.follow("lobby");
      assertThat(two.recent("lobby", 2)).allMatch(RoomMessage::verified).hasSize(2);
    }
    assertThat(seen.texts()).containsSubsequence("harmless", "secret", "harmless");
  }

  @Test
  void aLineOfThePastCannotBeChanged() throws Exception {
    Recorder seen = new Recorder();
    try (ChatSession one = alice(new Recorder());
        ChatSession two = bob(seen)) {
      one.create("lobby", Visibility.PUBLIC);
      two.join("lobby");
      one.send("lobby", "first");
      await().atMost(SOON).until(() -> seen.texts().contains("first"));
      Entry first = server.room("lobby").entries().get(2);
      server.lie(entry -> Optional.of(otherLine(first)));
      one.send("lobby", "second");

      await().atMost(SOON).until(() -> seen.faults("first").contains(Fault.CHANGED_LATER));
    }
  }

  @Test
  void aMessageCannotBePlayedTwice() throws Exception {
    Recorder seen = new Recorder();
    try (ChatSession one = alice(new Recorder());
        ChatSession two = bob(seen)) {
      one.create("lobby", Visibility.PUBLIC);
      two.join("lobby");
      one.send("lobby", "once");
      server.replayLast("lobby");

      await().atMost(SOON).until(() -> seen.faults("once").contains(Fault.REPEATED));
    }
  }

  @Test
  void aShortenedTranscriptIsAnAlarm() throws Exception {
    try (ChatSession one = alice(new Recorder())) {
      one.create("lobby", Visibility.PUBLIC);
      one.send("lobby", "inconvenient");
    }
    server.room("lobby").forgetLast();
    Recorder seen = new Recorder();
    try (ChatSession one = alice(seen)) {
      one.follow("lobby");
    }
    assertThat(seen.alarms).extracting(TranscriptFinding::fault).contains(Fault.HISTORY_SHORTENED);
  }

  @Test
  void aRevokedSendersEarlierWordsStayGood() throws Exception {
    try (ChatSession one = alice(new Recorder());
        ChatSession two = bob(new Recorder())) {
      one.create("lobby", Visibility.PUBLIC);
      two.join("lobby");
      two.send("lobby", "while I could");
    }
    pki.authority().revoke("bob", CrlReason.KEY_COMPROMISE);
    Recorder seen = new Recorder();
    // Revocation is to the second; what was said within that second may fall on either side.
    try (ChatSession one = alice(seen)) {
      one.follow("lobby");
      assertThat(one.recent("lobby", 1).get(0).findings())
          .extracting(TranscriptFinding::fault)
          .isSubsetOf(Fault.UNTRUSTED);
    }
    assertThatThrownBy(() -> bob(new Recorder()))
        .isInstanceOfSatisfying(
            ConnectionException.class,
            problem -> {
              assertThat(problem.code()).isEqualTo("certificate_revoked");
              assertThat(problem.lasting()).isTrue();
            });
  }

  @Test
  void aLostConnectionComesBackWithoutGapOrRepetition() throws Exception {
    Recorder seen = new Recorder();
    try (ChatSession one = alice(new Recorder());
        ChatSession two = bob(seen)) {
      one.create("lobby", Visibility.PUBLIC);
      two.join("lobby");
      one.send("lobby", "before");
      await().atMost(SOON).until(() -> seen.texts().contains("before"));

      server.stop();
      await().atMost(SOON).until(() -> seen.links.contains(SessionListener.Link.LOST));
      server.restart();
      one.send("lobby", "after");

      await().atMost(SOON).until(() -> seen.texts().contains("after"));
      assertThat(seen.links).contains(SessionListener.Link.CONNECTED);
    }
    assertThat(seen.texts()).containsExactly("before", "after");
    assertThat(seen.messages).allMatch(RoomMessage::verified);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMessageWhoseAnswerWasLostIsThereExactlyOnce(boolean stored) throws Exception {
    Recorder seen = new Recorder();
    try (ChatSession one = alice(seen)) {
      one.create("lobby", Visibility.PUBLIC);
      server.hangUpOnNextMessage(stored);
      var sent = one.send("lobby", "precious");

      assertThat(sent.position()).isEqualTo(2);
      await().atMost(SOON).until(() -> seen.texts().contains("precious"));
    }
    assertThat(server.room("lobby").entries()).hasSize(2);
    assertThat(seen.texts()).containsExactly("precious");
  }

  @Test
  void aRefusedMessageDoesNotSpoilTheNext() throws Exception {
    try (ChatSession one = alice(new Recorder())) {
      one.create("lobby", Visibility.PUBLIC);
      server.room("elsewhere");
      assertThatThrownBy(() -> one.send("elsewhere", "no"))
          .isInstanceOfSatisfying(
              RequestRefusedException.class,
              refused -> assertThat(refused.error()).isEqualTo(ErrorCode.FORBIDDEN));

      assertThat(one.send("lobby", "yes").position()).isEqualTo(2);
    }
  }

  @Test
  void leavingBringsReceiptsThatFitAndAreKept() throws Exception {
    ChatSession one = alice(new Recorder());
    one.create("lobby", Visibility.PUBLIC);
    one.send("lobby", "for the record");
    List<ReceiptOutcome> receipts = one.bye();

    assertThat(receipts).hasSize(1);
    assertThat(receipts.get(0).faults()).isEmpty();
    assertThat(receipts.get(0).last()).isEqualTo(2);
    assertThat(receipts.get(0).folder().resolve("receipt.sig")).isNotEmptyFile();
  }

  @Test
  void receiptsThatCameAtTheEndAreCountersignedForTheServerInTheNextSession() throws Exception {
    ChatSession one = alice(new Recorder());
    one.create("lobby", Visibility.PUBLIC);
    Path folder = one.bye().get(0).folder();
    assertThat(server.countersignatures).isEmpty();

    alice(new Recorder()).close();
    alice(new Recorder()).close();

    assertThat(server.countersignatures)
        .singleElement()
        .satisfies(sent -> {
          assertThat(Countersignature.parse(sent.countersignature()).receiptSha256())
              .isEqualTo(Digests.sha256Hex(Files.readAllBytes(folder.resolve("receipt.json"))));
          assertThat(sent.signature())
              .isEqualTo(Files.readAllBytes(folder.resolve("countersignature.sig")));
        });
  }

  @Test
  void aReceiptOverOtherLinesIsProofOfALie() throws Exception {
    server.lieInReceipts(json ->
        new String(json, StandardCharsets.UTF_8)
            .replaceFirst("\"chain\":\"[0-9a-f]{8}", "\"chain\":\"00000000")
            .getBytes(StandardCharsets.UTF_8));
    try (ChatSession one = alice(new Recorder())) {
      one.create("lobby", Visibility.PUBLIC);
      assertThat(one.receipt("lobby").faults())
          .singleElement()
          .asString()
          .contains("another chain value at line 1");
    }
  }

  @Test
  void aReceiptForSomebodyElseIsNotTaken() throws Exception {
    server.lieInReceipts(json ->
        new String(json, StandardCharsets.UTF_8)
            .replace("\"user\":\"alice\"", "\"user\":\"carol\"")
            .getBytes(StandardCharsets.UTF_8));
    try (ChatSession one = alice(new Recorder())) {
      one.create("lobby", Visibility.PUBLIC);
      assertThat(one.receipt("lobby").faults()).containsExactly("it is made out to carol");
    }
  }

  @Test
  void aWrongPasswordIsRefusedOnceAndForAll() {
    assertThatThrownBy(
            () -> ChatSession.open(settings("alice", alice, "wrong"), new Recorder(), true))
        .isInstanceOfSatisfying(
            RequestRefusedException.class,
            refused -> assertThat(refused.code()).isEqualTo("bad_credentials"));
  }

  @Test
  void anExpiredCertificateIsRefusedWithItsOwnWord() throws Exception {
    Credentials late =
        pki.issue(
            CertificateOrder.of("late", CertificateKind.CLIENT).withValidity(Duration.ofDays(-1)));
    assertThatThrownBy(() -> ChatSession.open(settings("late", late, "x"), new Recorder(), true))
        .isInstanceOfSatisfying(
            ConnectionException.class,
            problem -> assertThat(problem.code()).isEqualTo("certificate_expired"));
  }

  @Test
  void aServerOfAnotherAuthorityIsNotSpokenTo() throws Exception {
    PkiFolder other = new PkiFolder(temporary.resolve("other"));
    Credentials stranger = other.issue("server", CertificateKind.SERVER);
    try (ScriptedServer false1 = new ScriptedServer(pki, stranger)) {
      ConnectionSettings settings =
          ConnectionSettings.of(false1.address(), alice, pki.rules(), Clock.systemUTC());
      assertThatThrownBy(() -> Registration.register(settings, "alice", "x"::toCharArray))
          .isInstanceOfSatisfying(
              ConnectionException.class,
              problem -> {
                assertThat(problem.code()).isEqualTo("unknown_authority");
                assertThat(problem.lasting()).isTrue();
              });
    }
  }

  @Test
  void aServerCertificateForAnotherHostIsNotAccepted() throws Exception {
    Credentials elsewhere =
        pki.issue(
            CertificateOrder.of("elsewhere", CertificateKind.SERVER)
                .withAlternativeNames(List.of("dns:elsewhere.test")));
    try (ScriptedServer false1 = new ScriptedServer(pki, elsewhere)) {
      ConnectionSettings settings =
          ConnectionSettings.of(false1.address(), alice, pki.rules(), Clock.systemUTC());
      assertThatThrownBy(() -> Registration.register(settings, "alice", "x"::toCharArray))
          .isInstanceOf(ConnectionException.class)
          .hasMessageContaining("not one for 127.0.0.1");
    }
  }

  @Test
  void nobodyThereIsSaidInWords() throws Exception {
    ServerAddress address = server.address();
    server.stop();
    assertThatThrownBy(
            () -> ChatSession.open(settings("alice", alice, "secret"), new Recorder(), true))
        .isInstanceOf(ConnectionException.class)
        .hasMessage("nothing answers at " + address);
  }

  @Test
  void twoDevicesOfOneUserShareOneArchive() throws Exception {
    Recorder first = new Recorder();
    Recorder second = new Recorder();
    try (ChatSession one = alice(first);
        ChatSession two = alice(second)) {
      one.create("lobby", Visibility.PUBLIC);
      two.follow("lobby");
      for (int i = 0; i < 5; i++) {
        one.send("lobby", "one " + i);
        two.send("lobby", "two " + i);
      }
      await().atMost(SOON).until(() -> first.texts().size() == 10 && second.texts().size() == 10);
    }
    try (Stream<Path> files = Files.walk(temporary.resolve("data"))) {
      Path transcript =
          files.filter(file -> file.endsWith("transcript.txt")).findFirst().orElseThrow();
      assertThat(Files.readAllLines(transcript))
          .containsExactlyElementsOf(
              server.room("lobby").entries().stream().map(Entry::line).toList());
    }
    assertThat(first.texts()).isEqualTo(second.texts());
  }
}
