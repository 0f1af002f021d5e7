package org.securechat.it.secondlanguage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.it.client.TestClient;
import org.securechat.it.secondlanguage.Python.Run;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.name.Names;

/**
 * A client in another language, written from the specification alone, talks to the server and to
 * ours: what the document says is what the server does.
 */
@BlackBox
class SecondClientIT {
  @TempDir private Path folder;

  private Python python;

  @BeforeEach
  void requirePython() {
    Optional<Python> installed = Python.installed();
    assumeTrue(installed.isPresent(), "Python with the package cryptography is not installed");
    python = installed.get();
  }

  @Test
  void pythonClientRegistersChatsAndVerifiesItsEvidence(TestBed bed) throws Exception {
    Person alice = bed.person("alice");
    String room = TestBed.name("lobby");
    alice.client().create(room, Visibility.PUBLIC);
    TestClient.await(alice.client().say(room, "is anybody there?"));
    String name = certified(bed, "pythia");

    Run run =
        talk(
            bed,
            name,
            List.of("--register", "--room", room),
            List.of("--text", "I am", "--text", "\u00fcber \"alles\" \\ und \u20ac \ud83d\ude00"));

    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(run.output())
        .contains("\"step\": \"receipt\"", "\"step\": \"countersign\"", "\"step\": \"bye\"");
    await()
        .untilAsserted(() ->
            assertThat(alice.client().room(room).texts())
                .containsExactly(
                    "is anybody there?", "I am", "\u00fcber \"alles\" \\ und \u20ac \ud83d\ude00"));
    assertThat(alice.client().room(room).fault()).isEmpty();
  }

  @Test
  void pythonClientSendsDirectMessagesAfterAHelloRetryWithTheOtherGroup(TestBed bed)
      throws Exception {
    Person alice = bed.person("alice");
    String name = certified(bed, "pythia");

    Run run =
        talk(
            bed,
            name,
            List.of("--register", "--to", alice.name(), "--group", "secp256r1", "--no-share"),
            List.of("--text", "between us"));

    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(run.output()).contains("\"group\": \"secp256r1\", \"retried\": true");
    String room = Names.directRoom(alice.name(), name);
    await()
        .untilAsserted(
            () -> assertThat(alice.client().room(room).texts()).containsExactly("between us"));
  }

  @Test
  void pythonClientWithWrongPasswordIsRefused(TestBed bed) throws Exception {
    String name = certified(bed, "pythia");
    Run first = talk(bed, name, List.of("--register", "--to", name), List.of("--text", "a note"));
    assertThat(first.exit()).as(first.output()).isZero();
    Files.writeString(folder.resolve("password"), "not the one");

    Run run = talk(bed, name, List.of("--to", name), List.of("--text", "never said"));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output()).contains("bad_credentials");
  }

  private static String certified(TestBed bed, String stem) {
    String name = TestBed.name(stem);
    bed.certified(name);
    return name;
  }

  private Run talk(TestBed bed, String name, List<String> choices, List<String> texts)
      throws IOException {
    Path password = folder.resolve("password");
    if (!Files.exists(password)) {
      Files.writeString(password, TestBed.PASSWORD);
    }
    InetSocketAddress server = bed.server().address();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "talk", "--server", server.getAddress().getHostAddress() + ":" + server.getPort()));
    arguments.addAll(List.of("--pki", bed.pki().root().toString(), "--as", name));
    arguments.addAll(List.of("--password-file", password.toString()));
    arguments.addAll(choices);
    arguments.addAll(texts);
    return python.script("securechat_peer.py", arguments.toArray(String[]::new));
  }
}
