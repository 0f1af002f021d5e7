package org.securechat.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.protocol.evidence.MessageContent.Edit;
import org.securechat.protocol.evidence.MessageContent.Reaction;
import org.securechat.protocol.evidence.MessageContent.Reaction.Action;
import org.securechat.protocol.evidence.MessageContent.Read;
import org.securechat.protocol.evidence.MessageContent.Removal;
import org.securechat.protocol.evidence.MessageContent.Reply;
import org.securechat.protocol.evidence.MessageContent.Retraction;
import org.securechat.protocol.evidence.MessageContent.SharedFile;
import org.securechat.protocol.evidence.MessageContent.Text;

/** The kinds of what users say (PROTOCOL.md §8.2). */
class MessageContentTest {
  private static final UUID ROOM = UUID.fromString("0191a1b2-0000-7000-8000-00000000000f");
  private static final FileInfo REPORT =
      new FileInfo("report.pdf", 2_100_000, "application/pdf", "cd".repeat(32));
  private static final About FIVE = new About(5, "ab".repeat(32));

  private static MessagePayload payload(MessageContent content) {
    return MessagePayload.create(
        "cd".repeat(32), "lobby", ROOM, "alice", 1, After.nothing(ROOM), Instant.EPOCH, content);
  }

  static Stream<MessageContent> contents() {
    List<String> fifty =
        IntStream.range(0, MessageContent.MAX_MENTIONS).mapToObj(i -> "u" + (100 + i)).toList();
    return Stream.of(
        new Text(List.of(), "hello"),
        new Text(List.of("bob"), "@bob"),
        new Text(fifty, "all"),
        new Reply(FIVE, List.of(), "yes"),
        new Reply(FIVE, List.of("alice", "bob"), "@alice, @bob"),
        new Edit(FIVE, List.of(), "hello!"),
        new Retraction(FIVE),
        new Reaction(FIVE, "\ud83d\udc4d", Action.GIVEN),
        new Reaction(FIVE, "\ud83d\udc4d".repeat(16), Action.WITHDRAWN),
        new Reaction(FIVE, "\u00a0+1", Action.GIVEN),
        new Removal(FIVE, ""),
        new Removal(FIVE, "spam \ud83d\ude00".repeat(60)),
        new SharedFile(REPORT, List.of(), ""),
        new SharedFile(
            new FileInfo("\ud83d\ude00 ...", FileInfo.MAX_SIZE, "image/svg+xml", "ab".repeat(32)),
            List.of("bob"),
            "@bob, look"),
        new Read());
  }

  @ParameterizedTest
  @MethodSource("contents")
  void whatIsWrittenIsRead(MessageContent content) throws EvidenceException {
    byte[] bytes = payload(content).encode();

    assertThat(MessagePayload.parse(bytes).content()).isEqualTo(content);
    assertThat(UnknownPayload.byUser(bytes).kind()).isEqualTo(content.kind());
    assertThatThrownBy(() -> UnknownPayload.byServer(bytes)).isInstanceOf(EvidenceException.class);
  }

  static Stream<MessageContent> malformed() {
    return Stream.of(
        new Text(List.of("bob", "alice"), "text"),
        new Text(List.of("bob", "bob"), "text"),
        new Text(List.of("Bob"), "text"),
        new Text(List.of(""), "text"),
        new Text(IntStream.range(0, 51).mapToObj(i -> "u" + (100 + i)).toList(), "text"),
        new Text(List.of(), ""),
        new Reply(FIVE, List.of(), ""),
        new Reply(new About(0, "ab".repeat(32)), List.of(), "text"),
        new Reply(new About(5, "AB".repeat(32)), List.of(), "text"),
        new Edit(FIVE, List.of(), ""),
        new Retraction(new About(5, "")),
        new Reaction(FIVE, "", Action.GIVEN),
        new Reaction(FIVE, "a b", Action.GIVEN),
        new Reaction(FIVE, "a\n", Action.GIVEN),
        new Reaction(FIVE, "a\u0085", Action.GIVEN),
        new Reaction(FIVE, "a\u007f", Action.GIVEN),
        new Reaction(FIVE, "a".repeat(33), Action.GIVEN),
        new SharedFile(REPORT, List.of("bob", "alice"), ""),
        new SharedFile(new FileInfo("a", 0, "text/plain", "AB".repeat(32)), List.of(), ""),
        new Removal(FIVE, "two\nlines"),
        new Removal(FIVE, "a\u0085"),
        new Removal(FIVE, "a".repeat(513)));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatIsNotOfItsFormIsNotWritten(MessageContent content) {
    MessagePayload payload = payload(content);
    assertThatThrownBy(payload::encode).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "message/2|'mentions':[],'text':'x'",
        "message/2|'text':'x'",
        "message/2|'text':'x','mentions':['bob']",
        "message/1|'mentions':['bob'],'text':'x'",
        "reply/1|'about':5,'mentions':[],'text':'x'",
        "reply/1|'about':{'payload':'HASH','position':5},'mentions':[],'text':'x'",
        "reply/1|'about':{'position':5,'payload':'HASH','more':1},'mentions':[],'text':'x'",
        "reply/1|'about':{'position':5,'payload':'HASH'},'text':'x'",
        "edit/1|'about':{'position':5,'payload':'HASH'},'text':'x','mentions':[]",
        "retraction/1|'about':{'position':5,'payload':'HASH'},'text':'x'",
        "retraction/1|",
        "reaction/1|'about':{'position':5,'payload':'HASH'},'symbol':'x','action':'taken'",
        "reaction/1|'about':{'position':5,'payload':'HASH'},'symbol':'x'",
        "removal/1|'about':{'position':5,'payload':'HASH'}",
        "removal/1|'reason':'x'",
        "read/1|'text':'x'",
        "file/1|'text':'x'",
        "file/1|'name':'a','size':1,'media_type':'a/b','sha256':'HASH','text':'x'",
        "file/1|'name':'a','size':1,'media_type':'a/b','sha256':'HASH','text':'x','mentions':[]",
        "file/1|'name':'a/b','size':1,'media_type':'a/b','sha256':'HASH','mentions':[],'text':'x'",
        "file/1|'name':'..','size':1,'media_type':'a/b','sha256':'HASH','mentions':[],'text':'x'",
        "file/1|'name':'a','size':-1,'media_type':'a/b','sha256':'HASH','mentions':[],'text':'x'",
        "file/1|'name':'a','size':1,'media_type':'a','sha256':'HASH','mentions':[],'text':'x'",
      })
  void theFieldsOfAKindAreThese(String kind, String fields) {
    String plain = new String(payload(new Text(List.of(), "x")).encode(), StandardCharsets.UTF_8);
    String more = fields == null ? "" : "," + fields.replace('\'', '"');
    String changed =
        plain
            .replace("message/1", kind)
            .replace(",\"text\":\"x\"", more.replace("HASH", "ab".repeat(32)));

    assertThat(changed).isNotEqualTo(plain);
    assertThatThrownBy(() -> MessagePayload.parse(changed.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(EvidenceException.class);
  }

  @Test
  void aContentHasTheEnvelopeOfItsKind() {
    UserEnvelope plain = payload(new Text(List.of(), "x")).envelope();
    assertThatThrownBy(() -> new MessagePayload(plain, new Text(List.of("bob"), "x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsSaidIsInNoLog() {
    contents()
        .filter(content -> content.words().isPresent())
        .forEach(content ->
            assertThat(payload(content) + " " + content)
                .doesNotContain(content.words().orElseThrow()));
  }

  /** What a program sends is what a person sends, and says so. */
  @ParameterizedTest
  @CsvSource({"edit,file", "edit,bot-file", "bot-edit,file", "bot-edit,bot-file"})
  void noFileIsEditedWhoeverSentIt(String kind, String of) throws Exception {
    assertThat(MessageContent.canBeAbout(new Kind(kind, 1), new Kind(of, 1))).isFalse();
    assertThat(
            MessageContent.canBeAbout(new Kind(kind.replace("edit", "reply"), 1), new Kind(of, 1)))
        .isTrue();
  }
}
