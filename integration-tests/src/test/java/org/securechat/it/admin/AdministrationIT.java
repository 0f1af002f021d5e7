package org.securechat.it.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.securechat.client.administration.AdminBootstrapRequest;
import org.securechat.client.pki.CertificateFiles;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.it.architecture.Operations;
import org.securechat.it.client.Https;
import org.securechat.it.client.Trust;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.Folders;
import org.securechat.it.testbed.TestBed;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.Credentials;

/** Who gets into the administration interface, and how far. */
@BlackBox
class AdministrationIT {

  private static final String ADMINISTRATOR = "administrator";
  private static final String AUDITOR = "auditor";
  private static final String OPERATOR = "operator";
  private static final Map<String, Set<String>> TABLE = table();

  private static Map<String, Set<String>> table() {
    Map<String, Set<String>> table = new TreeMap<>();
    Set<String> all = Set.of(ADMINISTRATOR, AUDITOR, OPERATOR);
    for (String operation :
        new String[] {
          "GET /me",
          "GET /health",
          "GET /metrics",
          "GET /server",
          "GET /sessions",
          "GET /sessions/{id}"
        }) {
      table.put(operation, all);
    }
    for (String operation : new String[] {"DELETE /sessions", "DELETE /sessions/{id}"}) {
      table.put(operation, Set.of(ADMINISTRATOR, OPERATOR));
    }
    for (String operation :
        new String[] {
          "GET /audit",
          "GET /audit/{position}",
          "GET /audit/bundle",
          "GET /audit/range",
          "GET /audit/verification",
          "GET /certificates",
          "GET /certificates/{sha256}",
          "GET /certificates/crls",
          "GET /rooms",
          "GET /rooms/{room}",
          "GET /rooms/{room}/members",
          "GET /rooms/{room}/transcript",
          "GET /rooms/{room}/bundle",
          "GET /rooms/{room}/range",
          "GET /rooms/{room}/messages",
          "GET /rooms/{room}/webhooks",
          "GET /receipts",
          "GET /receipts/{sha256}",
          "GET /receipts/{sha256}/receipt.json",
          "GET /receipts/{sha256}/receipt.sig",
          "GET /users",
          "GET /users/{username}",
          "GET /users/{username}/rooms"
        }) {
      table.put(operation, Set.of(ADMINISTRATOR, AUDITOR));
    }
    for (String operation :
        new String[] {
          "GET /administrators",
          "POST /administrators",
          "GET /administrators/{name}",
          "POST /administrators/{name}/role",
          "POST /administrators/{name}/password",
          "POST /administrators/{name}/certificate",
          "POST /administrators/{name}/disable",
          "POST /administrators/{name}/enable",
          "DELETE /administrators/{name}",
          "POST /certificates/{sha256}/revoke",
          "POST /certificates/crls",
          "GET /openapi.yaml",
          "POST /rooms",
          "POST /rooms/{room}/archive",
          "POST /rooms/{room}/unarchive",
          "PUT /rooms/{room}/owner",
          "PUT /rooms/{room}/retention",
          "POST /rooms/{room}/webhooks",
          "DELETE /rooms/{room}/webhooks/{webhook}",
          "POST /users",
          "GET /users/{username}/erasure",
          "POST /users/{username}/disable",
          "POST /users/{username}/enable",
          "POST /users/{username}/mark-bot",
          "POST /users/{username}/mark-person",
          "POST /users/{username}/reset-password",
          "DELETE /users/{username}"
        }) {
      table.put(operation, Set.of(ADMINISTRATOR));
    }
    return table;
  }

  @Test
  void everyOperationHasARowInTheRoleTable() {
    assertThat(Operations.all()).containsExactlyInAnyOrderElementsOf(TABLE.keySet());
  }

  @Test
  void onlyTheRolesInTheTableMayUseAnOperation(TestBed bed) throws Exception {
    List<String> wrong = new ArrayList<>();
    Map<String, AdminCaller> callers = new TreeMap<>();
    for (String role : new String[] {ADMINISTRATOR, AUDITOR, OPERATOR}) {
      callers.put(role, AdminCaller.enrolled(bed, role));
    }
    for (Map.Entry<String, Set<String>> row : TABLE.entrySet()) {
      HttpResponse<String> stranger = ask(AdminCaller.anonymous(bed), row.getKey());
      if (stranger.statusCode() != 401
          || stranger.headers().firstValue("WWW-Authenticate").isEmpty()
          || !isProblem(stranger)) {
        wrong.add(row.getKey() + " without login: " + stranger.statusCode());
      }
      for (Map.Entry<String, AdminCaller> caller : callers.entrySet()) {
        HttpResponse<String> answer = ask(caller.getValue(), row.getKey());
        boolean fits =
            row.getValue().contains(caller.getKey())
                ? answer.statusCode() != 401
                    && answer.statusCode() != 403
                    && answer.statusCode() < 500
                : answer.statusCode() == 403 && isProblem(answer);
        if (!fits) {
          wrong.add(
              row.getKey() + " by " + caller.getKey() + ": " + answer.statusCode() + answer.body());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void methodAndMediaTypeTellNothingToACallerWithoutTheRight(TestBed bed) throws Exception {
    AdminCaller operator = AdminCaller.enrolled(bed, OPERATOR);
    AdminCaller stranger = AdminCaller.anonymous(bed);
    List<String> wrong = new ArrayList<>();
    for (String operation : TABLE.keySet()) {
      String path = path(operation);
      if (path.startsWith("/sessions") || TABLE.get(operation).contains(OPERATOR)) {
        continue;
      }
      Map<String, HttpResponse<String>> answers = new TreeMap<>();
      answers.put("403 another method", operator.ask("PATCH", path, null, null));
      answers.put("401 another method", stranger.ask("PATCH", path, null, null));
      if (operation.startsWith("POST ")) {
        answers.put("403 another media type", operator.upload(path, "text/plain", "{"));
        answers.put("401 another media type", stranger.upload(path, "text/plain", "{"));
      }
      answers.forEach((what, answer) -> {
        if (!what.startsWith(answer.statusCode() + " ") || !isProblem(answer)) {
          wrong.add(operation + ", " + what + ": " + answer.statusCode());
        }
      });
    }
    assertThat(wrong).isEmpty();
  }

  /** Uses names that do not exist, so that a permitted call changes nothing. */
  private static HttpResponse<String> ask(AdminCaller caller, String operation) throws Exception {
    String[] words = operation.split(" ", -1);
    String path = path(operation);
    boolean body = !words[0].equals("GET") && !words[0].equals("DELETE");
    if (operation.startsWith("POST /certificates/crls")) {
      return caller.upload(path, "application/pkix-crl", "no list");
    }
    return caller.ask(words[0], path, body ? "{\"no_such_member\":1}" : null, "\"999\"");
  }

  private static String path(String operation) {
    return operation
        .split(" ", -1)[1]
        .replace("{position}", "999999")
        .replace("{sha256}", "0".repeat(64))
        .replace("{room}", "00000000-0000-4000-8000-000000000000")
        .replaceAll("\\{\\w+}", "nobody-at-all");
  }

  private static boolean isProblem(HttpResponse<String> answer) {
    return answer.headers().firstValue("Content-Type").orElse("").equals("application/problem+json")
        && answer.body().contains("\"type\":\"urn:securechat:problem:");
  }

  @Test
  void queryParameterThatAnOperationDoesNotReadIsRefusedByAllOfThem(TestBed bed) throws Exception {
    AdminCaller root = AdminCaller.enrolled(bed, ADMINISTRATOR);
    List<String> wrong = new ArrayList<>();
    for (String operation : TABLE.keySet()) {
      HttpResponse<String> answer = ask(root, operation + "?actr=x");
      if (answer.statusCode() != 400 || !isProblem(answer) || !answer.body().contains("actr")) {
        wrong.add(operation + ": " + answer.statusCode() + answer.body());
      }
      // Nor is one read that stands in the path, where a library would let it fall silently.
      HttpResponse<String> inPath = ask(root, operation + ";actr=x");
      if (inPath.statusCode() != 400 || !isProblem(inPath) || !inPath.body().contains("actr")) {
        wrong.add(operation + " in the path: " + inPath.statusCode() + inPath.body());
      }
    }
    assertThat(wrong).isEmpty();

    for (String path :
        List.of("/users?limit=abc", "/audit?limit=", "/rooms?limit=1.5", "/sessions?limit=9e9")) {
      HttpResponse<String> answer = root.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(400);
      assertThat(answer.body()).as(path).contains("\"detail\":\"limit is a number\"");
    }
    assertThat(root.get("/users?limit=1&limit=2").statusCode()).isEqualTo(400);
    assertThat(root.get("/users?limit=1001").statusCode()).isEqualTo(400);
    assertThat(root.get("/certificates?revoked=yes").statusCode()).isEqualTo(400);
    assertThat(root.get("/users?limit=1").statusCode()).isEqualTo(200);
  }

  @Test
  void wrongPasswordIsRefusedLikeAMissingOneAndSoonRateLimited(TestBed bed) throws Exception {
    String name = TestBed.name("guessed");
    HttpResponse<String> answer = null;
    for (int i = 0; i < 6; i++) {
      answer = AdminCaller.anonymous(bed).as(name, "wrong password " + i).get("/me");
      assertThat(answer.statusCode()).isIn(401, 429);
    }
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(isProblem(answer)).isTrue();
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void pagesOfTheApplicationServerAreNotReachable(TestBed bed) throws Exception {
    for (String page :
        new String[] {"/metrics", "/openapi", "/openapi-ui", "/jwt", "/", "/index.jsp", "/error"}) {
      HttpResponse<String> answer =
          bed.http()
              .send(
                  HttpRequest.newBuilder(bed.server().admin(page)).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(page).isIn(401, 403, 404);
      assertThat(answer.body())
          .as("what %s tells strangers", page)
          .startsWith("{\"type\":\"urn:securechat:problem:")
          .doesNotContainIgnoringCase("payara")
          .doesNotContainIgnoringCase("glassfish");
      assertThat(answer.headers().map())
          .as(page)
          .containsKeys("content-security-policy", "strict-transport-security");
    }
  }

  @Test
  void olderTlsIsRefused(TestBed bed) throws Exception {
    try (SSLSocket socket = tls(bed)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
    }
    try (SSLSocket socket = tls(bed)) {
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  private static SSLSocket tls(TestBed bed) throws IOException {
    URI server = bed.server().health();
    return (SSLSocket)
        Https.context(bed.pki().root())
            .getSocketFactory()
            .createSocket(server.getHost(), server.getPort());
  }

  @Test
  void pinnedCertificateLogsInUntilItIsRevoked(TestBed bed) throws Exception {
    String name = TestBed.name("certified");
    CertificateFiles files = bed.pki().client(name);
    Credentials credentials = Trust.credentials(files);
    AdminCaller caller = showing(bed, credentials);
    assertThat(caller.get("/me").statusCode())
        .as("a certificate that is not pinned")
        .isEqualTo(401);
    AdminBootstrapRequest enrolment = new AdminBootstrapRequest(name, AUDITOR);
    enrolment.pinned(Digests.sha256Hex(credentials.leaf().getEncoded()));
    AdminCaller.submit(bed, enrolment);

    assertThat(caller.get("/me").body())
        .contains("\"name\":\"" + name + "\"", "\"method\":\"certificate\"");

    bed.pki().revoke(name);
    bed.pki().publishList(Duration.ofDays(1));
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(caller.get("/me").statusCode()).isEqualTo(401));
  }

  @Test
  void certificateThatIsNotPinnedDoesNotLogIn(TestBed bed) throws Exception {
    AdminCaller root = AdminCaller.enrolled(bed, ADMINISTRATOR);
    String name = root.get("/me").body().replaceAll(".*\"name\":\"([^\"]+)\".*", "$1");

    assertThat(showing(bed, bed.certified(name)).get("/me").statusCode()).isEqualTo(401);
  }

  @Test
  void expiredOrForeignCertificateFailsTls(TestBed bed) throws Exception {
    Credentials expired = Trust.credentials(bed.pki().expiredClient(TestBed.name("expired")));
    PkiFolder other = new PkiFolder(Folders.create().resolve("pki"));
    Credentials foreign = Trust.credentials(other.client("root"));

    for (Credentials credentials : List.of(expired, foreign)) {
      AdminCaller caller = showing(bed, credentials);
      try {
        assertThat(caller.get("/me").statusCode()).isEqualTo(401);
      } catch (IOException e) {
        assertThat(e).isNotNull();
      }
    }
  }

  private static AdminCaller showing(TestBed bed, Credentials credentials) {
    return new AdminCaller(
        Https.as(credentials, bed.pki().root()), bed.server().admin("/api/v1"), null);
  }

  @Test
  void concurrentChangeOfTheSameVersionIsRefused(TestBed bed) throws Exception {
    AdminCaller root = AdminCaller.enrolled(bed, ADMINISTRATOR);
    String name = TestBed.name("other");
    String account = "/administrators/" + name;
    assertThat(
            root.ask(
                    "POST",
                    "/administrators",
                    "{\"name\":\""
                        + name
                        + "\",\"role\":\"auditor\",\"password\":\"long enough it is\"}",
                    null)
                .statusCode())
        .isEqualTo(201);
    String tag = root.get(account).headers().firstValue("ETag").orElseThrow();

    assertThat(root.ask("POST", account + "/disable", null, null).statusCode()).isEqualTo(428);
    assertThat(root.ask("POST", account + "/disable", null, tag).statusCode()).isEqualTo(200);
    assertThat(root.ask("POST", account + "/enable", null, tag).statusCode()).isEqualTo(412);
    assertThat(AdminCaller.anonymous(bed).as(name, "long enough it is").get("/me").statusCode())
        .as("disabled")
        .isEqualTo(401);
    assertThat(root.ask("DELETE", account, null, "*").statusCode()).isEqualTo(204);
  }

  @Test
  void enrolmentFileWritableByOthersIsRefused(TestBed bed) throws Exception {
    Path file = bed.folder().resolve("data/enrolment/" + TestBed.name("open") + ".enrolment");
    Files.writeString(file, "name=mallory\nrole=administrator\ncertificate=named\n");
    Path result =
        file.resolveSibling(file.getFileName().toString().replace(".enrolment", ".result"));

    await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(result));
    assertThat(Files.readString(result)).contains("refused");
  }
}
