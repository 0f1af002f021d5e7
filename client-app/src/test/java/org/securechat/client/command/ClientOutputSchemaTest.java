package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.scripted.ScriptedServer;
import org.securechat.client.session.Fault;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.TranscriptFinding;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.ModerationPayload;

/** That {@code docs/client-output.schema.json} describes what {@code --json} prints. */
class ClientOutputSchemaTest extends ServerCommandsTest {
  private static final Path FILE = Path.of("..", "docs", "client-output.schema.json");

  /** How the types are named where objects are made. */
  private static final Pattern TYPE =
      Pattern.compile(
          "(?:MessageJson\\.event|(?:return|=)\\s+of)\\(\"([a-z_]+)\"\\)"
              + "|put\\(\"type\", \"([a-z_]+)\"\\)");

  private static JsonSchema schema() {
    try {
      return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Files.readString(FILE));
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static final JsonSchema SCHEMA = schema();

  private static Set<ValidationMessage> faults(JsonNode object) {
    return SCHEMA.validate(object);
  }

  /** The objects of a run, each of which is described. */
  private static List<JsonNode> objects(CommandRun run) throws Exception {
    List<JsonNode> objects = new ArrayList<>();
    for (String line : run.out().lines().toList()) {
      JsonNode object = new ObjectMapper().readTree(line);
      assertThat(faults(object)).as(line).isEmpty();
      objects.add(object);
    }
    return objects;
  }

  private static Set<String> types(List<JsonNode> objects) {
    return objects.stream()
        .map(object -> object.path("type").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyObjectOfAConversationIsDescribed() throws Exception {
    List<JsonNode> all = new ArrayList<>();
    all.addAll(objects(run("alice", "register", "--json")));
    all.addAll(objects(run("bob", "register", "--json")));
    all.addAll(objects(run("alice", "login", "--json")));
    all.addAll(objects(run("alice", "create", "lobby", "--json")));
    all.addAll(objects(run("bob", "join", "lobby", "--json")));
    all.addAll(objects(run("alice", "send", "--room", "lobby", "--json", "hello", "@bob")));
    all.addAll(objects(run("bob", "send", "--room", "lobby", "--json", "--reply-to", "3", "yes")));
    all.addAll(objects(run("bob", "send", "--room", "lobby", "--json", "--react", "3", "+1")));
    all.addAll(objects(run("alice", "send", "--room", "lobby", "--json", "--edit", "3", "hi")));
    all.addAll(objects(run("bob", "send", "--room", "lobby", "--json", "--retract", "4")));
    Path file = Files.write(temporary.resolve("a.txt"), new byte[] {1});
    all.addAll(objects(run("alice", "send", "--room", "lobby", "--json", "--file", file, "hi")));
    all.addAll(objects(run("bob", "files", "--room", "lobby", "--json", "--into", temporary, "8")));
    all.addAll(objects(run("bob", "listen", "lobby", "--last", "9", "--timeout", "0", "--json")));
    all.addAll(objects(run("bob", "history", "lobby", "--since", "2001-01-01", "--json")));
    all.addAll(objects(offline("bob", "search", "hi", "--json")));
    all.addAll(objects(run("bob", "search", "--online", "hi", "--json")));
    all.addAll(objects(run("bob", "search", "--online", "yes", "--json")));
    all.addAll(
        objects(
            offline(
                "bob",
                "export",
                "--room",
                "lobby",
                "--format",
                "jsonl",
                "--json",
                "--out",
                temporary.resolve("lobby.jsonl"))));
    all.addAll(objects(run("bob", "rooms", "--json")));
    all.addAll(objects(run("bob", "who", "lobby", "--json")));
    all.addAll(objects(run("bob", "history", "nowhere", "--json")));
    server.invitations.invite("bob", "board", "alice");
    all.addAll(objects(run("bob", "invitations", "--json")));
    all.addAll(objects(run("bob", "decline", "board", "--json")));
    all.addAll(objects(run("bob", "block", "mallory", "--json")));
    all.addAll(objects(run("bob", "blocked", "--json")));
    all.addAll(objects(run("bob", "unblock", "mallory", "--json")));
    all.addAll(objects(run("bob", "leave", "lobby", "--json")));

    assertThat(types(all))
        .contains(
            "registered",
            "login",
            "room",
            "sent",
            "receipt",
            "message",
            "listening",
            "downloaded",
            "range",
            "match",
            "found",
            "searched",
            "exported",
            "member",
            "error",
            "invitation",
            "declined",
            "blocked",
            "unblocked",
            "left");
    assertThat(all.stream().map(object -> object.path("kind").asText()))
        .contains("text", "file", "reply", "edit", "retraction", "reaction", "created", "joined");
    Files.readAllLines(temporary.resolve("lobby.jsonl"))
        .forEach(line -> assertThat(faults(node(line))).as(line).isEmpty());
  }

  private static JsonNode node(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void everyObjectOfAVerifiedBundleIsDescribed() throws Exception {
    lobby();
    run("alice", "send", "--room", "lobby", "first");
    run("bob", "send", "--room", "lobby", "--reply-to", "3", "second");
    Path bundle = temporary.resolve("bundle");
    Path ca = pki.root().resolve("ca.pem");
    List<JsonNode> all = new ArrayList<>();
    all.addAll(objects(run("bob", "receipt", "--room", "lobby", "--out", bundle, "--json")));
    all.addAll(
        objects(
            CommandRun.of(
                "verify",
                bundle,
                "--ca",
                ca,
                "--read",
                "--json",
                "--report",
                temporary.resolve("report.html"))));
    all.addAll(objects(CommandRun.of("verify", bundle, "--against", bundle, "--ca", ca, "--json")));

    assertThat(types(all))
        .contains(
            "receipt",
            "bundle",
            "statement",
            "check",
            "verdict",
            "record",
            "line",
            "report",
            "side",
            "comparison");
  }

  @Test
  void whatIsWrongWithARoomIsDescribed() throws Exception {
    lobby();
    run("alice", "send", "--room", "lobby", "truth");
    run("bob", "history", "lobby");
    server.room("lobby").forgetLast();
    server.lie(entry -> Optional.of(withChain(entry)));

    List<JsonNode> all = objects(run("bob", "history", "lobby", "--json"));

    assertThat(types(all)).contains("alarm", "message");
  }

  private static Entry withChain(Entry entry) {
    return ScriptedServer.underAnotherChain(entry);
  }

  static Stream<MessageBody> bodies() {
    About about = new About(3, "ab".repeat(32));
    return Stream.concat(
        Stream.of(
                new MessageContent.Text(List.of(), "hello"),
                new MessageContent.Text(List.of("bob"), "@bob"),
                new MessageContent.Reply(about, List.of(), "yes"),
                new MessageContent.Edit(about, List.of("bob"), "@bob"),
                new MessageContent.Retraction(about),
                new MessageContent.Reaction(about, "+1", MessageContent.Reaction.Action.WITHDRAWN),
                new MessageContent.Removal(about, ""),
                new MessageContent.SharedFile(
                    new FileInfo("a.txt", 7, FileInfo.ANY_TYPE, "ab".repeat(32)),
                    List.of("bob"),
                    "hi"),
                new MessageContent.Read())
            .map(content ->
                new MessageBody.Said(
                    content, "2026-11-22T19:00:04.511Z", 4, false, Optional.empty())),
        Stream.concat(
            Stream.of(EventPayload.Event.values())
                .map(event -> new MessageBody.Event(event, "bob", "@server")),
            Stream.of(
                decided(Optional.empty()),
                decided(Optional.of(Instant.EPOCH)),
                new MessageBody.Classic(1, Optional.of("x"), 5, true),
                new MessageBody.Classic(1, Optional.empty(), 5, false),
                new MessageBody.ClassicNote(MessageBody.Note.OPENED, "bob"),
                new MessageBody.ClassicNote(MessageBody.Note.RECEIPT, "ab"),
                new MessageBody.Said(
                    new MessageContent.Text(List.of(), "4"),
                    "2026-11-22T19:00:04.511Z",
                    4,
                    true,
                    Optional.empty()),
                new MessageBody.Webhook("build", "red"),
                new MessageBody.Erased(),
                new MessageBody.Unknown("poll/2", true),
                new MessageBody.Unreadable())));
  }

  private static MessageBody decided(Optional<Instant> until) {
    return new MessageBody.Decided(
        ModerationPayload.create(
            "lobby",
            UUID.randomUUID(),
            ModerationPayload.Event.MUTED,
            "bob",
            "alice",
            "too loud",
            until,
            Instant.EPOCH));
  }

  private static ObjectNode message(MessageBody body) {
    return MessageJson.message(
        new RoomMessage(
            "lobby",
            7,
            "2026-11-22T19:00:04.511Z",
            "alice",
            body,
            List.of(new TranscriptFinding(Fault.BAD_SIGNATURE, "")),
            true));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void everyKindOfMessageIsDescribed(MessageBody body) {
    assertThat(faults(message(body))).isEmpty();
  }

  @Test
  void noKindIsForgotten() {
    Stream<Class<?>> said =
        bodies()
            .filter(MessageBody.Said.class::isInstance)
            .map(body -> ((MessageBody.Said) body).content().getClass());
    assertThat(names(bodies().map(Object::getClass)))
        .isEqualTo(names(Stream.of(MessageBody.class.getPermittedSubclasses())));
    assertThat(names(said))
        .isEqualTo(names(Stream.of(MessageContent.class.getPermittedSubclasses())));
  }

  private static Set<String> names(Stream<? extends Class<?>> classes) {
    return classes.map(Class::getName).collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"room", "position", "kind", "text", "verified", "faults", "sent_at"})
  void aMessageThatLacksAFieldIsNotDescribed(String field) {
    ObjectNode message = message(bodies().findFirst().orElseThrow());
    message.remove(field);
    assertThat(faults(message)).isNotEmpty();
  }

  @Test
  void aFieldOrATypeThatIsNotNamedIsNotDescribed() {
    assertThat(faults(message(new MessageBody.Erased()).put("more", 1))).isNotEmpty();
    assertThat(faults(MessageJson.event("nonsense"))).isNotEmpty();
    assertThat(faults(MessageJson.event("left").put("room", 5))).isNotEmpty();
  }

  /** Objects that attacks send are none that are printed. */
  private static boolean prints(Path file) {
    String path = file.toString();
    return path.endsWith("AttackReport.java")
        || (path.endsWith(".java") && !path.contains("/client/attack/"));
  }

  @Test
  void everyTypeThatTheProgramNamesIsDescribed() throws Exception {
    Set<String> described = new TreeSet<>();
    JsonNode definitions = new ObjectMapper().readTree(FILE.toFile());
    definitions
        .path("oneOf")
        .forEach(one -> described.add(one.path("$ref").asText().replaceFirst(".*/", "")));
    Set<String> named = new TreeSet<>();
    try (var files = Files.walk(Path.of("src/main/java/org/securechat/client"))) {
      for (Path file : files.filter(ClientOutputSchemaTest::prints).toList()) {
        Matcher types = TYPE.matcher(Files.readString(file));
        while (types.find()) {
          named.add(types.group(1) == null ? types.group(2) : types.group(1));
        }
      }
    }
    assertThat(described).containsExactlyInAnyOrderElementsOf(named);
  }
}
