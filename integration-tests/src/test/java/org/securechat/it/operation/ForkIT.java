package org.securechat.it.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.securechat.it.client.TestClient;
import org.securechat.it.process.RunningProcess;
import org.securechat.it.testbed.Administration;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.Folders;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Visibility;

/**
 * An operator puts an older copy of everything in its place, the heads included, and lets people
 * talk on: nothing on the server shows it, but what its members hold does. {@link RollbackIT} has
 * the operator who forgets the heads.
 */
@BlackBox
class ForkIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private TestBed bed;
  private Path homes;
  private Path password;

  @Test
  void aForkedServerIsConvictedByWhatItSigned() throws Exception {
    try (TestBed started = TestBed.started()) {
      assumeTrue(started.database().isEmpty(), "the copy is one of the embedded database's file");
      bed = started;
      homes = bed.folder().resolve("homes");
      password = Files.writeString(bed.folder().resolve("password"), TestBed.PASSWORD + "\n");
      Person alice = bed.person("alice");
      Person bob = bed.person("bob");
      String room = TestBed.name("deal");
      alice.client().create(room, Visibility.PUBLIC);
      bob.client().join(room);
      TestClient.await(alice.client().say(room, "what do we ship?"));
      stop(alice.client(), bob.client());
      Path copy = copied(bed.folder().resolve("data"), bed.folder().resolve("copy"));

      bed.start();
      TestClient again = bed.login(alice);
      final Answer.SentAnswer said = TestClient.await(again.say(room, "ten crates"));
      Path mine = bundle(alice, room, "mine");
      stop(again);
      Path heads = Files.copy(newestHeads(), bed.folder().resolve("heads-kept.txt"));

      restore(copy, "securechat.mv.db");
      restore(copy, "heads");
      bed.start();
      TestClient other = bed.login(bob);
      assertThat(TestClient.await(other.say(room, "two crates")).position())
          .isEqualTo(said.position());
      Path theirs = bundle(bob, room, "theirs");

      Path saved = bed.folder().resolve("two-histories");
      assertEquivocation(
          said.position(), client(1, bob, compare(mine, theirs, "--save", saved.toString())));
      assertEquivocation(said.position(), client(1, bob, compare(heads, theirs)));
      assertProvenToOthers(saved);
      assertAlarmIsSaved(alice, room, said.position());
    }
  }

  private static List<String> compare(Path one, Path other, String... more) {
    Stream<String> words = Stream.of("verify", one.toString(), "--against", other.toString());
    return Stream.concat(words, Stream.of(more)).toList();
  }

  private static void assertEquivocation(long position, String output) {
    assertThat(output).contains("EQUIVOCATION: the server").contains("line " + position);
  }

  /** With the authority and the folder alone, by both programs. */
  private void assertProvenToOthers(Path saved) throws Exception {
    String authority = bed.pki().authorityFile().toString();
    Administration.Run shown = Administration.run("verify", saved.toString(), "--ca", authority);
    assertThat(shown.code()).as("%s", shown).isZero();
    assertThat(shown.out()).contains("VERIFIED: the folder proves it");
    for (String half : List.of("a/verify.sh", "b/verify.sh", "compare.sh")) {
      assertThat(shell(saved, half, authority)).as(half).isZero();
    }
  }

  /** Alice's client had verified the line that was taken away, under a receipt. */
  private void assertAlarmIsSaved(Person alice, String room, long position) throws Exception {
    String said = client(1, alice, List.of("history", room));
    assertThat(said)
        .contains("the chain value does not follow", "the server signed two histories")
        .contains("which differ at line " + position, "saved in ");
    Path folder;
    try (Stream<Path> all = Files.walk(homes.resolve(alice.name()))) {
      folder = all.filter(path -> path.endsWith("equivocation.json")).findFirst().orElseThrow();
    }
    assertThat(client(0, alice, List.of("verify", folder.getParent().toString())))
        .contains("VERIFIED: the folder proves it");
  }

  private Path bundle(Person person, String room, String name) {
    Path out = bed.folder().resolve(name);
    client(0, person, List.of("receipt", "--room", room, "--out", out.toString()));
    return out;
  }

  private String client(int exit, Person person, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--pki", bed.pki().root().toString()));
    if (!arguments.get(0).equals("verify")) {
      Path data = homes.resolve(person.name());
      all.addAll(List.of("--as", person.name(), "--data", data.toString()));
      all.addAll(List.of("--server", "127.0.0.1:" + bed.server().address().getPort()));
      all.addAll(List.of("--password-file", password.toString()));
    }
    Administration.Run run = Administration.run(all.toArray(String[]::new));
    assertThat(run.code()).as("%s: %s", arguments, run).isEqualTo(exit);
    return run.out() + run.err();
  }

  private static int shell(Path folder, String script, String authority) {
    try (RunningProcess process =
        RunningProcess.start(
            "sh", folder, List.of("sh", folder.resolve(script).toString(), authority), Map.of())) {
      process.endInput();
      return process.awaitExit(LIMIT);
    }
  }

  private void stop(TestClient... clients) {
    assertThat(bed.server().stop()).isZero();
    for (TestClient client : clients) {
      client.ending();
    }
  }

  private Path newestHeads() throws Exception {
    try (Stream<Path> files = Files.list(bed.folder().resolve("data/heads"))) {
      return files.filter(Files::isRegularFile).max(Comparator.naturalOrder()).orElseThrow();
    }
  }

  private void restore(Path copy, String name) throws Exception {
    Path place = bed.folder().resolve("data").resolve(name);
    if (Files.isDirectory(place)) {
      Folders.delete(place);
    }
    Files.deleteIfExists(place);
    copied(copy.resolve(name), place);
  }

  private static Path copied(Path from, Path to) throws Exception {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (!Files.isDirectory(target)) {
          Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    return to;
  }
}
