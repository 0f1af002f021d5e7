package org.securechat.it.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.it.client.RoomView;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.Administration;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.Refusals;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.identity.Credentials;

/** {@code securechat admin} against the real server, one command after another. */
@BlackBox
class AdminProgramIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private TestBed bed;
  private Administration root;

  @BeforeEach
  void administrator(TestBed shared) {
    bed = shared;
    root = Administration.enrolled(bed, folder, "administrator");
  }

  @Test
  void userIsCreatedDisabledEnabledAndGivenANewPassword() {
    String name = TestBed.name("made");
    Credentials credentials = bed.certified(name);
    String file = folder.resolve("password").toString();
    root.does("users", "create", name, "--new-password-file", file);
    assertThat(root.tries("users", "create", name, "--certificate-only").err())
        .contains("The name is in use");
    assertThat(root.tries("users", "create", "B", "--certificate-only").err())
        .contains("username must be 1 to 128");
    TestClient client = bed.connect(credentials);
    client.login(name, TestBed.PASSWORD);
    assertThat(root.does("sessions", "list", "--user", name).out()).contains("logged_in");

    root.does("users", "disable", name);

    await().atMost(LIMIT).until(client::isOver);
    assertThat(Refusals.of(() -> bed.connect(credentials).login(name, TestBed.PASSWORD)))
        .isEqualTo("disabled");
    assertThat(root.tries("users", "disable", name).err()).contains("is not active");
    root.does("users", "enable", name);
    TestClient again = bed.connect(credentials);
    again.login(name, TestBed.PASSWORD);
    root.does("sessions", "end", "--user", name);
    await().atMost(LIMIT).until(again::isOver);
    String given =
        root.does("users", "reset-password", name, "--json")
            .objects()
            .get(0)
            .get("password")
            .asText();
    assertThat(Refusals.of(() -> bed.connect(credentials).login(name, TestBed.PASSWORD)))
        .isEqualTo("bad_credentials");
    bed.connect(credentials).login(name, given);
    assertThat(root.does("users", "list", "--query", name).out()).contains(name, "active");
  }

  @Test
  void erasedUserLeavesItsNameAndAVerifiableRecord() {
    Person bob = bed.person("bob");
    Person carol = bed.person("carol");
    String room = TestBed.name("desk");
    bob.client().create(room, Visibility.PUBLIC);
    carol.client().join(room);
    TestClient.await(bob.client().say(room, "bob's secret"));
    TestClient.await(carol.client().say(room, "carol's answer"));

    assertThat(root.does("users", "erase", bob.name(), "--yes").out())
        .contains("1 messages erased");

    await().atMost(LIMIT).until(bob.client()::isOver);
    assertThat(root.does("users", "show", bob.name()).out())
        .contains("erased")
        .doesNotContain("example.org");
    assertThat(
            Refusals.of(() -> bed.connect(bob.credentials()).login(bob.name(), TestBed.PASSWORD)))
        .isEqualTo("bad_credentials");
    assertThat(Refusals.of(() -> bed.connect(bob.credentials()).register(bob.name(), "another")))
        .isEqualTo("name_taken");
    assertThat(root.does("rooms", "members", room).out())
        .contains(carol.name())
        .doesNotContain(bob.name());
    assertThat(texts(carol, room)).containsExactly("carol's answer");
    Path bundle = folder.resolve("bundle.zip");
    root.does("rooms", "bundle", room, "--out", bundle.toString());
    assertThat(Administration.run("verify", bundle.toString(), "--ca", authority()).code())
        .isZero();
  }

  @Test
  void dataOfAnErasedUserUnderLegalHoldIsErasedWhenTheHoldIsLifted() {
    Person bob = bed.person("bob");
    Person carol = bed.person("carol");
    String room = TestBed.name("case");
    bob.client().create(room, Visibility.PUBLIC);
    carol.client().join(room);
    TestClient.await(bob.client().say(room, "bob's secret"));
    root.does("rooms", "retention", room, "--hold", "case 4711");

    assertThat(root.does("users", "erase", bob.name(), "--yes").out()).contains(room, "legal hold");
    assertThat(root.does("users", "show", bob.name()).out()).contains("erasing");
    assertThat(texts(carol, room)).containsExactly("bob's secret");

    root.does("rooms", "retention", room, "--release");

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(root.does("users", "show", bob.name()).out()).contains("erased"));
    assertThat(texts(carol, room)).isEmpty();
    assertThat(root.does("audit", "query", "--subject", bob.name()).out())
        .contains("user.messages.erased", "@server");
  }

  private static List<String> texts(Person reader, String room) {
    return reader.client().history(room, 0).stream()
        .flatMap(entry -> RoomView.payload(entry).stream())
        .map(payload -> payload.content().words().orElseThrow())
        .toList();
  }

  private String authority() {
    return bed.pki().authorityFile().toString();
  }

  @Test
  void roomIsCreatedPutUnderLegalHoldAndArchived() {
    Person alice = bed.person("alice");
    String room = TestBed.name("case");
    root.does("rooms", "create", room, "--owner", alice.name(), "--announced");
    assertThat(root.does("rooms", "list", "--query", room, "--visibility", "announced").out())
        .contains(room);

    root.does("rooms", "retention", room, "--days", "30", "--hold", "case 4711");
    root.does("rooms", "retention", room, "--days", "60");
    assertThat(
            root.does("rooms", "show", room, "--json").objects().get(0).get("retention").toString())
        .contains("\"days\":60", "\"hold\":true", "case 4711");
    root.does("rooms", "archive", room);

    assertThat(root.does("rooms", "list", "--query", room, "--archived").out()).contains(room);
    assertThat(root.tries("rooms", "archive", room).code()).isEqualTo(1);
    assertThat(root.does("certificates", "list").out())
        .contains(alice.client().certificateSha256());
  }

  @Test
  void operatorSeesHealthAndMetrics() {
    Administration operator = Administration.enrolled(bed, folder, "operator");

    assertThat(operator.does("health").out().lines())
        .hasSize(10)
        .anyMatch(line -> line.matches("disk +ready +up +free bytes \\d+, floor bytes \\d+"));
    assertThat(operator.does("health", "--json").objects())
        .singleElement()
        .satisfies(health -> assertThat(health.get("up").asBoolean()).isTrue());
    assertThat(operator.does("metrics", "securechat_ledger_up").out().strip())
        .isEqualTo("securechat_ledger_up 1.0");
    Path description = folder.resolve("securechat.yaml");
    assertThat(operator.tries("openapi", "--out", description.toString()).code()).isEqualTo(1);
    root.does("openapi", "--out", description.toString());
    assertThat(description).content().startsWith("openapi: 3");
  }

  @Test
  void actionsAreInAVerifiableAuditLogAndAuditorsCannotChangeAnything() {
    Administration auditor = Administration.enrolled(bed, folder, "auditor");
    Person alice = bed.person("alice");
    root.does("users", "disable", alice.name());

    assertThat(auditor.does("audit", "query", "--subject", alice.name()).out())
        .contains("user.disable", root.name(), "success");
    auditor.does("audit", "verify");
    assertThat(auditor.does("me").out()).contains(auditor.name(), "auditor", "password");
    Administration.Run refused = auditor.tries("users", "enable", alice.name(), "--json");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.objects().get(0).get("code").asText()).isEqualTo("forbidden");
    assertThat(root.does("administrators", "list").out()).contains(root.name(), auditor.name());
    root.does("administrators", "disable", auditor.name());
    assertThat(auditor.tries("me").err()).contains("Check --as NAME");
  }
}
