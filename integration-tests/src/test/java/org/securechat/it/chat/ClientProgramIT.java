package org.securechat.it.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.it.process.RunningProcess;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.ClientProcess;
import org.securechat.it.testbed.TestBed;
import org.securechat.protocol.evidence.Receipt;

/** The client as it is shipped, used as a script uses it. */
@BlackBox
class ClientProgramIT {

  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private TestBed bed;
  private String alice;
  private String bob;
  private String room;

  @BeforeEach
  void names(TestBed shared) {
    bed = shared;
    alice = TestBed.name("alice");
    bob = TestBed.name("bob");
    room = TestBed.name("desk");
    bed.certified(alice);
    bed.certified(bob);
  }

  @Test
  void twoUsersChatAndTheirEvidenceBundleVerifiesForOthers() throws Exception {
    good(alice, "register");
    good(bob, "register");
    good(alice, "create", room);
    good(bob, "join", room);
    try (RunningProcess listening =
        start(bob, "listen", room, "--count", "2", "--timeout", "80", "--json")) {
      assertThat(listening.awaitLine(line -> line.contains("\"listening\""), LIMIT)).isPresent();
      good(alice, "send", "--room", room, "ten", "crates");
      good(alice, "send", "--room", room, "five hundred");

      assertThat(listening.awaitExit(LIMIT)).isZero();
      assertThat(listening.out().text()).contains("ten crates", "five hundred");
    }
    Path bundle = folder.resolve("evidence");
    good(bob, "receipt", "--room", room, "--out", bundle.toString());

    assertThat(verify(bundle).exit()).isZero();
    String authority = bed.pki().authorityFile().toString();
    assertThat(run(bundle, "sh", "verify.sh", authority)).as("verify.sh").isZero();
    assertThat(run(bundle, "sh", "verify.sh")).as("verify.sh without authority").isEqualTo(2);
    assertThatOpensslVerifiesTheReceipt(bundle);
    assertThatNoFileCanBeChanged(bundle);
  }

  /** PROTOCOL.md §10: a raw signature over the receipt's bytes, by the key of its certificate. */
  private void assertThatOpensslVerifiesTheReceipt(Path bundle) throws Exception {
    String certificate =
        Receipt.parse(Files.readAllBytes(bundle.resolve("receipt.json"))).certificate();
    String key =
        "openssl x509 -inform DER -in certificates/%s.der -noout -pubkey > ../receipt-key.pem"
            .formatted(certificate);
    assertThat(run(bundle, "sh", "-c", key)).isZero();
    String verify =
        "openssl pkeyutl -verify -pubin -inkey ../receipt-key.pem -rawin -digest sha256"
            + " -in receipt.json -sigfile receipt.sig";
    assertThat(run(bundle, "sh", "-c", verify)).as(verify).isZero();
  }

  private void assertThatNoFileCanBeChanged(Path bundle) throws IOException {
    try (Stream<Path> files = Files.walk(bundle)) {
      for (Path file : files.filter(Files::isRegularFile).filter(this::isEvidence).toList()) {
        byte[] good = Files.readAllBytes(file);
        byte[] bad = good.clone();
        bad[bad.length / 2] ^= 1;
        Files.write(file, bad);
        assertThat(verify(bundle).exit()).as("%s with a flipped bit", file).isEqualTo(1);
        Files.write(file, good);
      }
    }
    assertThat(verify(bundle).exit()).isZero();
  }

  /** A client is started for each: the file of each kind that says the most is enough here. */
  private boolean isEvidence(Path file) {
    return List.of("transcript.txt", "receipt.json", "receipt.sig", "verify.sh")
        .contains(file.getFileName().toString());
  }

  /** A few seconds of each; whether everything arrived is what the program itself finds out. */
  @Test
  void loadIsAccountedForAndItsCostIsPrinted() {
    for (String benchmark :
        List.of(
            "login --connections 2 --number 4 --warm-up 0",
            "fanout --rooms 2 --members 3 --senders 2 --number 40 --warm-up 0 --presign")) {
      List<String> arguments = new ArrayList<>(List.of("bench"));
      arguments.addAll(List.of(benchmark.split(" ", -1)));
      arguments.addAll(
          List.of(
              "--json",
              "--pki",
              bed.pki().root().toString(),
              "--server-pid",
              Long.toString(bed.server().process().pid())));

      ClientProcess.Result result = run(alice, TestBed.PASSWORD, arguments.toArray(String[]::new));

      assertThat(result.exit()).as(result.out() + result.err()).isZero();
      assertThat(result.out())
          .contains("\"complete\":true", "\"cpu_micros_per_operation\"", "\"p99\"");
      assertThat(result.out())
          .contains(benchmark.startsWith("login") ? "\"logins\":4" : "\"deliveries\":80");
    }
  }

  @Test
  void wrongPasswordPrintsOneLineAndExitsWithOne() {
    good(alice, "register");

    ClientProcess.Result result = run(alice, "not the password", "login");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out() + result.err())
        .contains("password")
        .doesNotContain("not the password", "Exception", "\tat ");
  }

  @Test
  void expiredCertificateIsReported() throws Exception {
    String late = TestBed.name("late");
    bed.pki().expiredClient(late);

    ClientProcess.Result result = run(late, TestBed.PASSWORD, "register");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out() + result.err())
        .contains("expired")
        .doesNotContain("Exception", "\tat ");
  }

  @Test
  void unreachableServerReportsError() {
    Map<String, String> environment = environment(alice, TestBed.PASSWORD);
    ClientProcess.Result result =
        ClientProcess.run(folder, environment, "login", "--server", "127.0.0.1:1");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("127.0.0.1").doesNotContain("Exception", "\tat ");
  }

  private void good(String user, String... arguments) {
    ClientProcess.Result result = run(user, TestBed.PASSWORD, arguments);
    assertThat(result.exit())
        .as("%s %s%n%s%n%s", user, String.join(" ", arguments), result.out(), result.err())
        .isZero();
  }

  private ClientProcess.Result run(String user, String password, String... arguments) {
    return ClientProcess.run(folder, environment(user, password), arguments);
  }

  private RunningProcess start(String user, String... arguments) {
    return ClientProcess.start(folder, environment(user, TestBed.PASSWORD), arguments);
  }

  private Map<String, String> environment(String user, String password) {
    return ClientProcess.environment(bed, user, password, folder.resolve("home-of-" + user));
  }

  private ClientProcess.Result verify(Path bundle) {
    return ClientProcess.run(
        folder,
        Map.of(),
        "verify",
        bundle.toString(),
        "--ca",
        bed.pki().authorityFile().toString());
  }

  private static int run(Path where, String... command) {
    try (RunningProcess process =
        RunningProcess.start(command[0], where, List.of(command), Map.of())) {
      process.endInput();
      return process.awaitExit(LIMIT);
    }
  }
}
