package org.securechat.it.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.securechat.client.pki.CertificateFiles;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.KeyKind;
import org.securechat.it.client.RequestRefusedException;
import org.securechat.it.client.TestClient;
import org.securechat.it.client.Trust;
import org.securechat.it.secondlanguage.Python;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.TestBed;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessageContent.Reaction.Action;
import org.securechat.protocol.evidence.ModerationPayload.Event;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.json.Json;

/**
 * People who do what people do, at random but the same for one seed. The server may refuse each of
 * their doings; which it has taken is its own affair.
 */
final class RandomLife {
  private static final Pattern READY =
      Pattern.compile("classic: login on \\S+:(\\d+), chat on \\S+:(\\d+) .*");
  private static final int MOST_PEOPLE = 16;
  private static final int CLASSIC_SESSIONS = 5;
  private static final int LONG_RECORD = 12;
  private static final Duration SHORT_LIFE = Duration.ofSeconds(25);

  private final TestBed bed;
  private final Python python;
  private final Random random;
  private final AdminCaller root;
  private final int loginPort;
  private final int chatPort;
  private final List<Somebody> people = new ArrayList<>();
  private final Set<String> named = new LinkedHashSet<>();
  private final Set<String> archived = new LinkedHashSet<>();
  private final Map<String, Integer> doings = new TreeMap<>();
  private int taken;
  private int classicSessions;

  /** Starts the bed's server, with both protocols. */
  RandomLife(TestBed bed, Python python, long seed) throws Exception {
    this.bed = bed;
    this.python = python;
    this.random = new Random(seed);
    Matcher ready =
        bed.start("--classic", "--classic-login-port", "0", "--classic-chat-port", "0")
            .process()
            .awaitLine(line -> line.startsWith("classic: "), Duration.ofSeconds(10))
            .map(READY::matcher)
            .filter(Matcher::matches)
            .orElseThrow();
    this.loginPort = Integer.parseInt(ready.group(1));
    this.chatPort = Integer.parseInt(ready.group(2));
    this.root = AdminCaller.enrolled(bed, "administrator");
  }

  /** One person, with one connection at a time. */
  private static final class Somebody {
    final String name;
    final Credentials credentials;
    final String file;
    final Set<String> rooms = new LinkedHashSet<>();
    TestClient client;
    boolean keyIsLost;
    boolean isBot;

    Somebody(String name, Credentials credentials, String file) {
      this.name = name;
      this.credentials = credentials;
      this.file = file;
    }
  }

  /** How many doings the server has taken. */
  int taken() {
    return taken;
  }

  /** How often each kind of doing was taken. */
  Map<String, Integer> doings() {
    return doings;
  }

  /** All rooms that the server has, those of classic sessions and between two people included. */
  List<String> rooms() throws Exception {
    List<String> rooms = new ArrayList<>();
    JsonNode page;
    do {
      String after = rooms.isEmpty() ? "" : "&after=" + rooms.getLast();
      page = Json.MAPPER.readTree(root.get("/rooms?limit=100" + after).body());
      page.get("items").forEach(room -> rooms.add(room.get("name").textValue()));
    } while (page.hasNonNull("next"));
    return rooms;
  }

  /** The whole room, and of one with a longer record two parts. */
  List<String> ranges(String room) throws Exception {
    JsonNode range = Json.MAPPER.readTree(root.get("/rooms/" + room + "/range").body());
    long last = range.get("last").longValue();
    long middle = 1 + random.nextLong(last);
    return last < LONG_RECORD ? List.of("") : List.of("", "?to=" + middle, "?from=" + middle);
  }

  /** Lets so many things happen. */
  void live(int operations) throws Exception {
    for (int i = 0; i < 4; i++) {
      attempt("come", this::come);
    }
    for (int i = 4; i < operations; i++) {
      int what = random.nextInt(100);
      if (what < 40) {
        attempt("say", this::say);
      } else if (what < 52) {
        attempt("say about", this::sayAbout);
      } else if (what < 55) {
        attempt("decide", this::decide);
      } else if (what < 63) {
        attempt("join", this::join);
      } else if (what < 67) {
        attempt("leave", this::leave);
      } else if (what < 72) {
        attempt("create", this::create);
      } else if (what < 76) {
        attempt("invite", this::invite);
      } else if (what < 80) {
        attempt("tell", this::tell);
      } else if (what < 85) {
        attempt("come", this::come);
      } else if (what < 90) {
        attempt("return", this::comeBack);
      } else if (what < 92) {
        attempt("go", this::go);
      } else if (what < 94) {
        attempt("lose the key", this::loseKey);
      } else if (what < 95) {
        attempt("be erased", this::beErased);
      } else if (what < 96) {
        attempt("archive", this::archive);
      } else if (what < 97) {
        if (random.nextBoolean()) {
          attempt("be a bot", this::beABot);
        } else {
          attempt("hook", this::hook);
        }
      } else if (what < 98) {
        attempt("classic", this::talkClassic);
      } else {
        attempt("receipt", this::askForReceipt);
      }
    }
  }

  /** Something that somebody tries; false if it came to nothing by itself. */
  private interface Doing {
    boolean happens() throws Exception;
  }

  private void attempt(String name, Doing doing) throws Exception {
    try {
      if (doing.happens()) {
        taken++;
        doings.merge(name, 1, Integer::sum);
      }
    } catch (RequestRefusedException | IllegalStateException | IllegalArgumentException e) {
      // Refused, or the connection is over because its certificate is.
      doings.merge(name + " (refused)", 1, Integer::sum);
    }
  }

  private Optional<Somebody> present() {
    people.stream()
        .filter(one -> one.client != null && one.client.isOver())
        .forEach(one -> one.client = null);
    return any(people.stream().filter(one -> one.client != null).toList());
  }

  private <T> Optional<T> any(List<T> among) {
    return among.isEmpty()
        ? Optional.empty()
        : Optional.of(among.get(random.nextInt(among.size())));
  }

  private boolean come() throws Exception {
    if (people.stream().filter(one -> !one.keyIsLost).count() == MOST_PEOPLE) {
      return false;
    }
    String stem = TestBed.name("p");
    int kind = random.nextInt(4);
    String user = List.of(stem, stem, stem + "@example.org", stem + ".other").get(kind);
    KeyKind key = any(List.of(KeyKind.values())).orElseThrow();
    CertificateOrder order = CertificateOrder.of(stem, CertificateKind.CLIENT).withKey(key);
    order =
        switch (kind) {
          case 0 -> order.withKey(KeyKind.RSA2048).withEmail(stem + "@example.org");
          case 1 -> order.withValidity(SHORT_LIFE).withNotBefore(Instant.now().minusSeconds(1));
          case 2 -> order.withEmail(user);
          default -> order.withAlternativeNames(List.of("uri:securechat:user:" + user));
        };
    CertificateOrder made = order;
    CertificateFiles files = bed.pki().issueFiles(stem, CertificateKind.CLIENT, _ -> made);
    Somebody one = new Somebody(user, Trust.credentials(files), stem);
    one.client = bed.connect(one.credentials).register(user, TestBed.PASSWORD);
    one.client.login(user, TestBed.PASSWORD);
    people.add(one);
    return true;
  }

  private boolean comeBack() {
    // Seldom with a key that is known to be lost.
    boolean honest = random.nextInt(10) > 0;
    Optional<Somebody> one =
        any(people.stream().filter(somebody -> !(honest && somebody.keyIsLost)).toList());
    if (one.isEmpty()) {
      return false;
    }
    Somebody back = one.get();
    if (back.client != null) {
      back.client.close();
    }
    back.client = null;
    TestClient client = bed.connect(back.credentials);
    client.login(back.name, TestBed.PASSWORD);
    back.client = back.isBot ? client.asProgram() : client;
    return true;
  }

  private boolean go() {
    return present()
        .map(one -> {
          TestClient client = one.client;
          one.client = null;
          client.bye();
          return true;
        })
        .orElse(false);
  }

  private boolean say() {
    Optional<Somebody> one = present().filter(somebody -> !somebody.rooms.isEmpty());
    one.ifPresent(somebody -> {
      String room = any(List.copyOf(somebody.rooms)).orElseThrow();
      TestClient.await(
          random.nextInt(4) == 0
              ? somebody.client.say(room, shared(somebody.client, room))
              : somebody.client.say(room, words()));
    });
    return one.isPresent();
  }

  /** A file whose content is in the room; of few contents, so that one is shared again. */
  private MessageContent shared(TestClient client, String room) {
    byte[] content = new byte[random.nextInt(4)];
    String sha256 = Digests.sha256Hex(content);
    long there =
        TestClient.await(
                client.ask(
                    id -> new Request.FileBegin(id, room, sha256, content.length),
                    Answer.FileOffsetAnswer.class))
            .offset();
    if (there < content.length) {
      TestClient.await(
          client.ask(
              id -> new Request.FilePart(id, room, sha256, there, content),
              Answer.FileOffsetAnswer.class));
    }
    TestClient.await(
        client.ask(id -> new Request.FileEnd(id, room, sha256), Answer.FileStateAnswer.class));
    return new MessageContent.SharedFile(
        new FileInfo("a $(b) c", content.length, FileInfo.ANY_TYPE, sha256),
        List.of(),
        random.nextBoolean() ? words() : "");
  }

  /** Whatever it is about, an event or another's message included. */
  private boolean sayAbout() throws EvidenceException {
    Optional<Somebody> one = present().filter(somebody -> !somebody.rooms.isEmpty());
    if (one.isEmpty()) {
      return false;
    }
    String room = any(List.copyOf(one.get().rooms)).orElseThrow();
    Optional<Entry> entry = any(one.get().client.room(room).entries());
    if (entry.isEmpty()) {
      return false;
    }
    TranscriptLine line = TranscriptLine.parse(entry.get().line());
    About about = new About(line.position(), line.payloadSha256());
    MessageContent content =
        switch (random.nextInt(8)) {
          case 0 -> new MessageContent.Reply(about, List.of(), words());
          case 1 -> new MessageContent.Reply(about, List.of(one.get().name), words());
          case 2 -> new MessageContent.Edit(about, List.of(), words());
          case 3 -> new MessageContent.Retraction(about);
          case 4 -> new MessageContent.Removal(about, "for a |\"\\$ reason");
          case 5 -> new MessageContent.Read();
          default -> new MessageContent.Reaction(about, "😀|\"\\$", Action.GIVEN);
        };
    TestClient.await(one.get().client.say(room, content));
    return true;
  }

  /** About a room that one is in, whether or not one has the right. */
  private boolean decide() {
    Optional<Somebody> one = present().filter(somebody -> !somebody.rooms.isEmpty());
    if (one.isEmpty()) {
      return false;
    }
    String room = any(List.copyOf(one.get().rooms)).orElseThrow();
    Event event = any(List.of(Event.values())).orElseThrow();
    String subject =
        switch (event.subject()) {
          case USER -> any(people).orElseThrow().name;
          case ROOM -> room;
          case POSITION -> "3";
        };
    String value =
        switch (event) {
          case KICKED, BANNED, MUTED, TOPIC -> "for a |\"\\$ reason";
          case RULES -> words();
          case PINNED, UNPINNED ->
              one.get().client.room(room).entries().stream()
                  .filter(entry -> entry.position() == 3)
                  .map(entry -> entry.line().split("\\|", -1)[4])
                  .findFirst()
                  .orElse("00".repeat(32));
          // Not slow for long, and not always read-only: life has to go on.
          case WRITERS -> random.nextInt(4) == 0 ? "moderators" : "members";
          case SLOW -> Integer.toString(random.nextInt(2));
          default -> "";
        };
    OptionalLong seconds = event.canEnd() ? OptionalLong.of(5) : OptionalLong.empty();
    TestClient.await(
        one.get()
            .client
            .ask(
                id -> new Request.Moderate(id, room, event, subject, value, seconds),
                Answer.RoomAnswer.class));
    return true;
  }

  private String words() {
    StringBuilder words = new StringBuilder();
    int length = 1 + random.nextInt(40);
    for (int i = 0; i < length; i++) {
      words.appendCodePoint(
          "a |\"\\'\n\u00e4\u4f60\u202e😀$`".codePoints().toArray()[random.nextInt(12)]);
    }
    return words.toString();
  }

  private boolean tell() {
    Optional<Somebody> one = present();
    one.ifPresent(somebody ->
        TestClient.await(somebody.client.tell(any(people).orElseThrow().name, words())));
    return one.isPresent();
  }

  private boolean create() {
    Optional<Somebody> one = present();
    one.ifPresent(somebody -> {
      String room = TestBed.name("r");
      somebody.client.create(room, random.nextBoolean() ? Visibility.PUBLIC : Visibility.PRIVATE);
      somebody.rooms.add(room);
      named.add(room);
    });
    return one.isPresent();
  }

  private boolean join() {
    Optional<Somebody> one = present().filter(_ -> !named.isEmpty());
    one.ifPresent(somebody -> {
      String room = any(List.copyOf(named)).orElseThrow();
      somebody.client.join(room);
      somebody.rooms.add(room);
    });
    return one.isPresent();
  }

  private boolean leave() {
    Optional<Somebody> one = present().filter(somebody -> somebody.rooms.size() > 1);
    one.ifPresent(somebody -> {
      String room = any(List.copyOf(somebody.rooms)).orElseThrow();
      ask(somebody, id -> new Request.Leave(id, room));
      somebody.rooms.remove(room);
    });
    return one.isPresent();
  }

  private boolean invite() {
    Optional<Somebody> one = present().filter(somebody -> !somebody.rooms.isEmpty());
    one.ifPresent(somebody -> {
      String room = any(List.copyOf(somebody.rooms)).orElseThrow();
      String guest = any(people).orElseThrow().name;
      ask(somebody, id -> new Request.Invite(id, room, guest));
    });
    return one.isPresent();
  }

  private static void ask(Somebody one, LongFunction<Request> request) {
    TestClient.await(one.client.ask(request, Answer.Empty.class));
  }

  private boolean askForReceipt() {
    Optional<Somebody> one = present().filter(somebody -> !somebody.rooms.isEmpty());
    one.ifPresent(
        somebody -> somebody.client.receipt(any(List.copyOf(somebody.rooms)).orElseThrow()));
    return one.isPresent();
  }

  /** In the middle of a session, which goes on until the server has read the new list. */
  private boolean loseKey() throws Exception {
    Optional<Somebody> one = present().filter(lost -> people.size() > 6 && !lost.keyIsLost);
    if (one.isEmpty()) {
      return false;
    }
    one.get().keyIsLost = true;
    bed.pki().revoke(one.get().file);
    boolean allTaken = true;
    for (String room : one.get().rooms) {
      try {
        TestClient.await(one.get().client.say(room, "said by the one who has the key"));
      } catch (RequestRefusedException | IllegalStateException e) {
        allTaken = false;
      }
    }
    return allTaken;
  }

  private boolean beErased() throws Exception {
    Optional<Somebody> one = present().filter(_ -> people.size() > 6);
    if (one.isEmpty()) {
      return false;
    }
    people.remove(one.get());
    return root.ask("DELETE", "/users/" + one.get().name, null, "*").statusCode() < 300;
  }

  private boolean archive() throws Exception {
    Optional<String> room = any(List.copyOf(archived.isEmpty() ? named : archived));
    if (room.isEmpty()) {
      return false;
    }
    String what = archived.remove(room.get()) ? "/unarchive" : "/archive";
    if (what.equals("/archive")) {
      archived.add(room.get());
    }
    return root.ask("POST", "/rooms/" + room.get() + what, null, "*").statusCode() < 300;
  }

  /** The session ends; the lines of the next one are a program's. */
  private boolean beABot() throws Exception {
    Optional<Somebody> one = present();
    if (one.isEmpty()) {
      return false;
    }
    String to = one.get().isBot ? "/mark-person" : "/mark-bot";
    one.get().isBot = !one.get().isBot;
    return root.ask("POST", "/users/" + one.get().name + to, null, "*").statusCode() < 300;
  }

  private boolean hook() throws Exception {
    Optional<String> room = any(List.copyOf(named));
    if (room.isEmpty()) {
      return false;
    }
    HttpResponse<String> made =
        root.upload("/rooms/" + room.get() + "/webhooks", "application/json", "{\"name\":\"h|$\"}");
    String path = Json.MAPPER.readTree(made.body()).path("path").asText();
    HttpRequest request =
        HttpRequest.newBuilder(bed.server().admin(path))
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString(words()))
            .build();
    return bed.http().send(request, BodyHandlers.ofString()).statusCode() == 200;
  }

  private boolean talkClassic() throws Exception {
    if (++classicSessions > CLASSIC_SESSIONS) {
      return false;
    }
    String name = TestBed.name("classic");
    bed.pki()
        .issueFiles(
            name,
            CertificateKind.CLIENT,
            order -> order.withKey(KeyKind.RSA2048).withEmail(name + "@example.org"));
    return classic(name, "register") && classic(name, "chat", "one", words(), "three");
  }

  private boolean classic(String name, String... command) throws Exception {
    Path password = bed.folder().resolve("classic-password");
    Files.writeString(password, TestBed.PASSWORD);
    Path issued = bed.pki().root().resolve("issued");
    List<String> arguments =
        new ArrayList<>(
            List.of("--login-port", "" + loginPort, "--chat-port", "" + chatPort, "--ca"));
    arguments.add(bed.pki().authorityFile().toString());
    arguments.addAll(List.of("--cert", issued.resolve(name + ".pem").toString()));
    arguments.addAll(List.of("--key", issued.resolve(name + ".key").toString()));
    arguments.addAll(List.of("--email", name + "@example.org", "--username", name));
    arguments.addAll(List.of("--password-file", password.toString()));
    arguments.addAll(List.of(command));
    return python.script("classic_client.py", arguments.toArray(String[]::new)).exit() == 0;
  }
}
