package org.securechat.client.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.command.CommandRun;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.scripted.ScriptedAdministration;
import org.securechat.client.testkit.PkiFolder;

class AdminCommandsTest extends AgainstScriptedAdministration {

  @Test
  void aListIsATableOverAllItsPages() {
    server
        .then(200, "{\"items\":[{\"username\":\"alice\",\"state\":\"active\"}],\"next\":\"YQ\"}")
        .then(200, "{\"items\":[{\"username\":\"bob\",\"state\":\"disabled\"}]}");

    CommandRun run = admin("users", "list", "--query", "a b&c");

    assertThat(run.code()).isZero();
    assertThat(run.out().lines().toList())
        .hasSize(3)
        .satisfies(lines -> assertThat(lines.get(0)).startsWith("USER   STATE     BOT  LOGIN"))
        .satisfies(lines -> assertThat(lines.get(2)).startsWith("bob    disabled  -    -"));
    assertThat(server.asked())
        .containsExactly(
            "GET /api/v1/users?q=a%20b%26c&limit=1000",
            "GET /api/v1/users?q=a%20b%26c&limit=999&after=YQ");
  }

  @Test
  void aListEndsAtTheLimitAndSaysSo() {
    server.then(200, "{\"items\":[{\"username\":\"alice\"}],\"next\":\"YQ\"}");

    assertThat(admin("users", "list", "--limit", "1").out()).contains("and more");
    assertThat(server.asked()).containsExactly("GET /api/v1/users?limit=1");
  }

  @Test
  void aProgramGetsOneObjectALine() {
    server.then(200, "{\"items\":[{\"username\":\"alice\"},{\"username\":\"b\\u00fc\"}]}");

    assertThat(admin("users", "list", "--json").out())
        .isEqualToNormalizingNewlines("{\"username\":\"alice\"}\n{\"username\":\"b\\u00FC\"}\n");
  }

  @Test
  void nothingTheServerSaysCommandsTheTerminal() {
    server.then(200, "{\"username\":\"a\\u001b[2J\",\"state\":\"x\\ny\"}");

    assertThat(admin("users", "show", "a/../b").out())
        .doesNotContain("\u001b")
        .contains("\\u001b[2J", "x\\ny");
    assertThat(server.asked()).containsExactly("GET /api/v1/users/a%2F..%2Fb");
  }

  @Test
  void aChangeIsMeantForWhatWasRead() {
    server.then(200, "\"7\"", "{\"username\":\"bob\"}").then(200, "{}");

    assertThat(admin("users", "disable", "bob").code()).isZero();

    assertThat(server.asked())
        .containsExactly("GET /api/v1/users/bob", "POST /api/v1/users/bob/disable if \"7\"");
  }

  @ParameterizedTest
  @CsvSource({
    "stale, 412, Look at it again",
    "forbidden, 403, whose role permits it",
    "not_found, 404, title: what is wrong",
  })
  void aRefusalIsASentence(String code, int status, String words) {
    server.then(
        status,
        "{\"type\":\"urn:securechat:problem:"
            + code
            + "\",\"title\":\"title\",\"detail\":\"what is wrong\"}");

    CommandRun run = admin("users", "disable", "bob", "--json");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("securechat: title: what is wrong").contains(words);
    assertThat(run.out()).contains("\"type\":\"error\",\"code\":\"" + code + "\"");
  }

  @Test
  void aLoginThatIsRefusedIsNotAskedForAgain() {
    server.then(
        401,
        "{\"type\":\"urn:securechat:problem:unauthenticated\",\"title\":\"Authentication is"
            + " required\"}");

    assertThat(admin("users", "disable", "bob").err())
        .startsWith("securechat: the server does not know this login")
        .contains("Check --as NAME")
        .doesNotContain("required");
  }

  @Test
  void aFieldIsNamedOnce() {
    server.then(
        400,
        "{\"type\":\"urn:securechat:problem:invalid\",\"title\":\"A value cannot be accepted\","
            + "\"errors\":[{\"field\":\"limit\",\"message\":\"limit is a number\"}]}");

    assertThat(admin("users", "disable", "bob").err())
        .contains("A value cannot be accepted: limit is a number");
  }

  @Test
  void wrongValuesAreNamed() {
    server.then(
        400,
        "{\"type\":\"urn:securechat:problem:invalid\",\"title\":\"A value cannot be accepted\","
            + "\"errors\":[{\"field\":\"username\",\"message\":\"is not a name\"}]}");

    assertThat(admin("users", "create", "B", "--certificate-only").err())
        .contains("A value cannot be accepted: username is not a name");
    assertThat(server.asked()).containsExactly("POST /api/v1/users {\"username\":\"B\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[]", "null", "{"})
  void whatIsNoProblemIsAFailureAllTheSame(String body) {
    server.then(502, body);

    assertThat(admin("me").code()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "[1]", "{\"a\":"})
  void whatIsNoObjectIsNoAnswer(String body) {
    server.then(200, body);

    CommandRun run = admin("me");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aRoomIsMadeOfOneKind() {
    CommandRun run =
        admin("rooms", "create", "board", "--owner", "alice", "--public", "--announced");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("either --public or --announced");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void aNewPasswordIsShownOnce() {
    server
        .then(200, "\"1\"", "{}")
        .then(200, "{\"user\":{\"username\":\"bob\"},\"password\":\"abcde-fghij\"}");

    assertThat(admin("users", "reset-password", "bob").out()).contains("abcde-fghij");
    assertThat(server.asked()).last().asString().endsWith("reset-password if \"1\" {}");
  }

  @Test
  void nobodyIsErasedByAccident() {
    CommandRun run = admin("users", "erase", "bob");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("nothing was erased");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void aDryRunAsksForNothingButThePreviewAndNeverForTheName() {
    String preview =
        "{\"username\":\"bob\",\"memberships\":2,\"invitations\":1,\"messages\":118,"
            + "\"rooms\":[{\"room\":\"case\",\"messages\":4,\"kept\":true},"
            + "{\"room\":\"lobby\",\"messages\":118,\"kept\":false}],"
            + "\"rooms_kept\":[\"case\"],\"owner_of\":[\"lobby\"],\"sessions\":3,"
            + "\"complete\":true}";
    server.then(200, preview).then(200, preview);

    CommandRun run = admin("users", "erase", "bob", "--dry-run");

    assertThat(run.code()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "erasing bob would end 2 memberships, 1 invitations and 3 sessions, and erase 118"
                + " messages",
            "without this owner would be: lobby",
            "ROOM   MESSAGES  THEN",
            "case   4         kept: legal hold",
            "lobby  118       erased");
    assertThat(admin("users", "erase", "bob", "--dry-run", "--yes", "--json").out().strip())
        .isEqualTo(preview);
    assertThat(server.asked()).containsOnly("GET /api/v1/users/bob/erasure");
  }

  @Test
  void theServersCertificatesAndListsAreShownWithTheirEnds() {
    server.then(
        200,
        "{\"name\":\"chat\",\"version\":\"1.0.0\",\"node\":\"n on h\",\"started_at\":\"T\","
            + "\"chat\":[\"127.0.0.1:1\",\"[::1]:1\"],\"certificates\":[{\"use\":\"tls\","
            + "\"subject\":\"CN=chat\",\"not_after\":\"U\",\"key\":\"Ed25519\"}],"
            + "\"lists\":[{\"issuer\":\"CN=ca\",\"state\":\"ends_soon\"}]}");

    assertThat(admin("server").out().lines())
        .containsExactly(
            "chat, version 1.0.0, since T",
            "chat: 127.0.0.1:1, [::1]:1",
            "node: n on h",
            "WHAT             OF       UNTIL  IS",
            "certificate tls  CN=chat  U      Ed25519",
            "revocation list  CN=ca    -      ends soon");
    assertThat(server.asked()).containsExactly("GET /api/v1/server");
  }

  @Test
  void certificatesAreAskedForByTheirEnd() {
    server.then(200, "{\"items\":[]}");

    assertThat(
            admin(
                    "certificates",
                    "list",
                    "--ends-from",
                    "2026-11-29",
                    "--ends-before",
                    "2026-12-29T00:00:00+01:00")
                .code())
        .isZero();
    assertThat(server.asked())
        .containsExactly(
            "GET /api/v1/certificates?ends_from=2026-11-29"
                + "&ends_before=2026-12-29T00%3A00%3A00%2B01%3A00&limit=1000");
  }

  @Test
  void sessionsAreEndedOneOrAllAndNeverBothOrNone() {
    server.then(200, "{\"ended\":2}");

    assertThat(admin("sessions", "end", "--user", "bob").out()).startsWith("2 ended");
    assertThat(admin("sessions", "end").code()).isEqualTo(2);
    assertThat(admin("sessions", "end", "x", "--user", "bob").code()).isEqualTo(2);
    assertThat(server.asked()).containsExactly("DELETE /api/v1/sessions?user=bob");
  }

  @Test
  void whatIsDownIsShownWithTheReasonAndIsAFailure() {
    String down =
        "{\"up\":false,\"checks\":["
            + "{\"name\":\"writer\",\"kind\":\"live\",\"up\":true,\"data\":{\"state\":\"writing\"}},"
            + "{\"name\":\"disk\",\"kind\":\"ready\",\"up\":false,"
            + "\"data\":{\"free_bytes\":1,\"floor_bytes\":2}}]}";
    server.then(200, down).then(200, down).then(200, "{\"up\":true,\"checks\":[]}");

    CommandRun run = admin("health");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out().lines().toList())
        .containsExactly(
            "CHECK   OF     IS    FOUND",
            "writer  live   up    state writing",
            "disk    ready  DOWN  free bytes 1, floor bytes 2");
    CommandRun program = admin("health", "--json");
    assertThat(program.code()).isEqualTo(1);
    assertThat(program.out().strip()).isEqualTo(down);
    assertThat(admin("health").code()).isZero();
    assertThat(server.asked()).containsOnly("GET /api/v1/health");
  }

  @Test
  void metricsAreForPeopleAndForPrograms() {
    String text =
        """
        # TYPE securechat_logins_total counter
        securechat_logins_total{result="ok"} 3.0
        securechat_alerts_sent_total{code="a\\"b\\\\c",x=""} 1
        jvm_memory_limit_bytes +Inf
        jvm_\u001b[2J 1
        """;
    server.then(200, text).then(200, text).then(200, text);

    assertThat(admin("metrics", "securechat_lo").out().lines())
        .containsExactly("securechat_logins_total{result=\"ok\"} 3.0");
    assertThat(admin("metrics").out().lines()).hasSize(3);
    assertThat(admin("metrics", "--json").out().lines())
        .containsExactly(
            "{\"name\":\"securechat_logins_total\",\"labels\":{\"result\":\"ok\"},\"value\":3.0}",
            "{\"name\":\"securechat_alerts_sent_total\","
                + "\"labels\":{\"code\":\"a\\\"b\\\\c\",\"x\":\"\"},\"value\":1.0}",
            "{\"name\":\"jvm_memory_limit_bytes\",\"labels\":{},\"value\":\"+Inf\"}");
    assertThat(server.asked()).containsOnly("GET /api/v1/metrics");
  }

  @Test
  void theDescriptionOfTheInterfaceIsWrittenToANewFile() {
    Path file = shared.resolve("securechat.yaml");
    server.then(200, "openapi: 3.0.3\n");

    assertThat(admin("openapi", "--out", file.toString()).code()).isZero();
    assertThat(file).hasContent("openapi: 3.0.3\n");
    assertThat(admin("openapi", "--out", file.toString()).err()).contains("is there already");
    assertThat(admin("openapi").code()).isEqualTo(2);
    assertThat(server.asked()).containsExactly("GET /api/v1/openapi.yaml");
  }

  @Test
  void aServerOfAnotherAuthorityIsNotAsked() throws Exception {
    Path other = new PkiFolder(shared.resolve("other")).root();

    CommandRun run = adminAt("https://127.0.0.1:" + server.port(), other, "me");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("another authority");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void aServerWithAnotherNameIsNotAsked() throws Exception {
    try (var impostor = new ScriptedAdministration(pki.issue("impostor", CertificateKind.CLIENT))) {
      CommandRun run = adminAt("https://127.0.0.1:" + impostor.port(), pki.root(), "me");

      assertThat(run.code()).isEqualTo(1);
      assertThat(impostor.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:1", "https://", "https:// x", "ftp://127.0.0.1"})
  void onlyHttpsIsSpoken(String address) {
    assertThat(adminAt(address, pki.root(), "me").code()).isEqualTo(2);
  }

  @Test
  void whereNothingListensNothingAnswers() {
    int port = server.port();
    server.close();

    assertThat(adminAt("https://127.0.0.1:" + port, pki.root(), "me").err())
        .contains("nothing answers at");
  }
}
