package org.securechat.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.securechat.client.administration.AdminBootstrapRequest;
import org.securechat.it.client.Https;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.json.Json;

/** What a real server says to a browser, and what it does for one and what not. */
@BlackBox
class BrowserRequestsIT {
  private static final String FORGED = "\"type\":\"urn:securechat:problem:cross_site\"";
  private static final String CONSOLE = "SecureChat-Console";
  private static final String SITE = "Sec-Fetch-Site";

  private TestBed bed;

  @BeforeEach
  void meet(TestBed shared) {
    bed = shared;
  }

  private HttpResponse<String> ask(String method, String path, String... headers) throws Exception {
    return ask(bed.http(), method, path, headers);
  }

  private HttpResponse<String> ask(HttpClient http, String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** As a browser would say it. */
  private String origin() {
    return bed.server().admin("").toString().replaceAll("/$", "");
  }

  private static String header(HttpResponse<?> answer, String name) {
    return String.join("; ", answer.headers().allValues(name));
  }

  @Test
  void everybodyGetsThePagesWithAPolicyThatLetsThemDoNothingElse() throws Exception {
    HttpResponse<String> page = ask("GET", "/console/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "Content-Type")).isEqualToIgnoringCase("text/html;charset=utf-8");
    assertThat(header(page, "Content-Security-Policy"))
        .startsWith("default-src 'none'; script-src 'self';")
        .contains("frame-ancestors 'none'", "base-uri 'none'", "trusted-types lit-html")
        .doesNotContain("unsafe");
    assertThat(header(page, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
    assertThat(header(page, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    assertThat(header(page, "Permissions-Policy")).contains("camera=()", "geolocation=()");
    assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(page, "Strict-Transport-Security")).isNotEmpty();
    assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(page, "Set-Cookie")).isEmpty();
    assertThat(page.body()).doesNotContain("<style").doesNotContainPattern("<script[^>]*>[^<]");
    assertThat(ask("GET", "/console/index.html").body()).isEqualTo(page.body());
  }

  @Test
  void scriptsThatThePageNamesAreThereAndKept() throws Exception {
    List<String> scripts =
        Pattern.compile("src=\"([^\"]+\\.js)\"")
            .matcher(ask("GET", "/console/").body())
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();

    assertThat(scripts).isNotEmpty();
    for (String script : scripts) {
      String path = URI.create("/console/").resolve(script).toString();
      HttpResponse<String> answer = ask("GET", path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(header(answer, "Content-Type"))
          .isEqualToIgnoringCase("text/javascript;charset=utf-8");
      assertThat(header(answer, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
      assertThat(header(answer, "Content-Security-Policy")).contains("script-src 'self'");
    }
  }

  @Test
  void aPageThatTheBrowserHasIsNotSentAgain() throws Exception {
    HttpResponse<String> page = ask("GET", "/console/");
    String tag = header(page, "ETag");

    HttpResponse<String> again = ask("GET", "/console/", "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "ETag")).isEqualTo(tag);
    assertThat(ask("GET", "/console/", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);

    HttpResponse<String> head = ask("HEAD", "/console/");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "ETag")).isEqualTo(tag);
    assertThat(header(head, "Content-Length"))
        .isEqualTo(Integer.toString(page.body().getBytes(StandardCharsets.UTF_8).length));
  }

  @Test
  void nothingElseIsThere() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String path :
        new String[] {
          "/console/assets",
          "/console/assets/",
          "/console/nothing.js",
          "/console/../WEB-INF/web.xml",
          "/console/%2e%2e/WEB-INF/web.xml",
          "/console/..%2fWEB-INF/web.xml",
          "/console/..%5cWEB-INF%5cweb.xml",
          "/console/index.html%00.js",
          "/console/./../../etc/passwd",
          "/WEB-INF/web.xml",
          "/META-INF/resources/console/index.html",
          "/META-INF/MANIFEST.MF",
          "/consoles/",
          "/"
        }) {
      HttpResponse<String> answer = ask("GET", path);
      boolean ours =
          answer.body().isEmpty()
              || answer.body().startsWith("{\"type\":\"urn:securechat:problem:");
      if (!ours || !List.of(400, 404).contains(answer.statusCode())) {
        wrong.add(path + ": " + answer.statusCode() + " " + answer.body());
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void pagesAreReadAndNothingElse() throws Exception {
    for (String path : new String[] {"/console/", "/console/settings.json", "/console", "/"}) {
      for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"}) {
        HttpResponse<String> answer = ask(method, path);
        assertThat(answer.statusCode()).as(method + " " + path).isIn(405, 501);
        assertThat(answer.body()).as(method + " " + path).doesNotContain("<html");
      }
    }
  }

  @Test
  void aPersonWhoTypesTheAddressIsLedToTheConsoleWhateverHostIsNamed() throws Exception {
    assertThat(header(ask("GET", "/console"), "Location")).isEqualTo("/console/");
    HttpResponse<String> typed = ask("GET", "/", "Sec-Fetch-Mode", "navigate");
    assertThat(typed.statusCode()).isEqualTo(302);
    assertThat(header(typed, "Location")).isEqualTo("/console/");
    assertThat(ask("GET", "/", "Sec-Fetch-Mode", "cors").statusCode()).isEqualTo(404);
  }

  @Test
  void aPersonWithACertificateThatIsNoAdministratorsSeesThePagesToo() throws Exception {
    HttpClient person = Https.as(bed.certified(TestBed.name("reader")), bed.pki().root());

    assertThat(ask(person, "GET", "/console/").statusCode()).isEqualTo(200);
    assertThat(ask(person, "GET", "/console/settings.json").statusCode()).isEqualTo(200);
    assertThat(ask(person, "GET", "/api/v1/me").statusCode()).isEqualTo(401);
  }

  @Test
  void settingsNeedNoLoginAndAreNotKept() throws Exception {
    HttpResponse<String> answer = ask("GET", "/console/settings.json");

    assertThat(header(answer, "Content-Type")).startsWith("application/json");
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    JsonNode settings = Json.MAPPER.readTree(answer.body());
    JsonNode server =
        Json.MAPPER.readTree(AdminCaller.enrolled(bed, "operator").get("/server").body());
    assertThat(settings.get("server")).isEqualTo(server.get("name"));
    assertThat(settings.get("version")).isEqualTo(server.get("version"));
    assertThat(settings.get("openid").get("client_id").asText()).isEqualTo("securechat-console");
  }

  /** With nothing but its certificate, which a browser shows whoever has caused the request. */
  private HttpClient certified() throws Exception {
    String name = TestBed.name("browser");
    Credentials credentials = bed.certified(name);
    AdminBootstrapRequest enrolment = new AdminBootstrapRequest(name, "administrator");
    enrolment.pinned(Digests.sha256Hex(credentials.leaf().getEncoded()));
    AdminCaller.submit(bed, enrolment);
    return Https.as(credentials, bed.pki().root());
  }

  @Test
  void anotherSiteCannotUseTheCertificateOfABrowser() throws Exception {
    HttpClient browser = certified();
    String me = "/api/v1/me";
    assertThat(ask(browser, "GET", me).statusCode()).as("a program").isEqualTo(200);
    assertThat(ask(browser, "GET", me, SITE, "same-origin").statusCode()).isEqualTo(200);
    assertThat(ask(browser, "GET", me, SITE, "none").statusCode()).isEqualTo(200);
    assertThat(ask(browser, "GET", me, "Origin", origin()).statusCode()).isEqualTo(200);

    for (String[] headers :
        new String[][] {
          {SITE, "cross-site"},
          {SITE, "same-site"},
          {SITE, "Same-Origin"},
          {SITE, "same-origin", SITE, "cross-site"},
          {SITE, "cross-site", CONSOLE, "1"},
          {"Origin", "null"},
          {"Origin", "https://evil.example.org"},
          {"Origin", "https://evil.example.org", SITE, "same-origin", CONSOLE, "1"}
        }) {
      for (String method : new String[] {"GET", "HEAD", "OPTIONS", "POST", "DELETE"}) {
        HttpResponse<String> answer = ask(browser, method, me, headers);
        assertThat(answer.statusCode()).as("%s %s", method, List.of(headers)).isEqualTo(403);
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEmpty();
        if (!method.equals("HEAD")) {
          assertThat(answer.body()).contains(FORGED, "for another site");
        }
      }
    }
  }

  @Test
  void aBrowserChangesSomethingFromTheConsoleAlone() throws Exception {
    HttpClient browser = certified();
    String rooms = "/api/v1/rooms/" + TestBed.name("nowhere") + "/archive";

    HttpResponse<String> form =
        ask(browser, "POST", rooms, SITE, "same-origin", "Origin", origin());
    assertThat(form.statusCode()).isEqualTo(403);
    assertThat(form.body()).contains(FORGED, CONSOLE);
    assertThat(ask(browser, "POST", rooms, "Origin", origin()).statusCode()).isEqualTo(403);
    assertThat(
            ask(
                    browser,
                    "POST",
                    rooms,
                    SITE,
                    "same-origin",
                    "Origin",
                    origin(),
                    CONSOLE,
                    "1",
                    "If-Match",
                    "*")
                .statusCode())
        .as("it is looked for")
        .isEqualTo(404);
    assertThat(ask(browser, "POST", rooms, "If-Match", "*").statusCode())
        .as("a program")
        .isEqualTo(404);
  }

  @Test
  void aForgedRequestCostsNoLoginAndLocksNobodyOut() throws Exception {
    AdminCaller root = AdminCaller.enrolled(bed, "administrator");
    String name = Json.MAPPER.readTree(root.get("/me").body()).get("name").asText();
    String wrong = root.as(name, "wrong").authorization();
    for (int i = 0; i < 10; i++) {
      assertThat(ask("GET", "/api/v1/me", "Authorization", wrong, SITE, "cross-site").statusCode())
          .isEqualTo(403);
    }
    assertThat(root.get("/me").statusCode()).as("nobody has guessed").isEqualTo(200);
  }

  @Test
  void theConsoleIsRefusedWithoutADialogueOfTheBrowsers() throws Exception {
    HttpResponse<String> program = ask("GET", "/api/v1/me");
    assertThat(program.statusCode()).isEqualTo(401);
    assertThat(program.headers().allValues("WWW-Authenticate"))
        .anyMatch(way -> way.startsWith("Basic"));

    for (String[] headers :
        new String[][] {
          {CONSOLE, "1", SITE, "same-origin"},
          {CONSOLE, "1"},
          {CONSOLE, "1", "Authorization", "Basic bm9ib2R5OndoYXRldmVy"}
        }) {
      HttpResponse<String> answer = ask("GET", "/api/v1/me", headers);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().allValues("WWW-Authenticate"))
          .isNotEmpty()
          .noneMatch(way -> way.toLowerCase(Locale.ROOT).contains("basic"))
          .noneMatch(way -> way.toLowerCase(Locale.ROOT).contains("digest"));
    }
  }

  @Test
  void whatErasingWouldDoIsWhatItDoes() throws Exception {
    AdminCaller root = AdminCaller.enrolled(bed, "administrator");
    Person alice = bed.person("alice");
    Person bob = bed.person("bob");
    String free = TestBed.name("free");
    String held = TestBed.name("held");
    for (String room : new String[] {free, held}) {
      alice.client().create(room, Visibility.PUBLIC);
      TestClient.await(alice.client().say(room, "one"));
      TestClient.await(alice.client().say(room, "two"));
    }
    bob.client().join(free);
    TestClient.await(bob.client().say(free, "of another"));
    assertThat(
            root.ask(
                    "PUT",
                    "/rooms/" + held + "/retention",
                    "{\"hold\":true,\"hold_reason\":\"case 4711\"}",
                    "*")
                .statusCode())
        .isEqualTo(200);
    String user = "/users/" + alice.name();

    HttpResponse<String> answer = root.get(user + "/erasure");
    JsonNode preview = Json.MAPPER.readTree(answer.body());
    assertThat(preview.get("messages").asLong()).as(answer.body()).isEqualTo(2);
    assertThat(preview.get("rooms_kept")).hasSize(1);
    assertThat(preview.get("rooms_kept").get(0).asText()).isEqualTo(held);
    assertThat(preview.get("owner_of")).hasSize(2);
    assertThat(preview.get("sessions").asLong()).isEqualTo(1);
    assertThat(root.get(user).body()).as("nothing is changed").contains("\"active\"");
    assertThat(AdminCaller.enrolled(bed, "auditor").get(user + "/erasure").statusCode())
        .isEqualTo(403);
    assertThat(root.get("/users/nobody-at-all/erasure").statusCode()).isEqualTo(404);

    JsonNode erased =
        Json.MAPPER.readTree(root.ask("DELETE", user, null, header(answer, "ETag")).body());
    assertThat(erased.get("messages_erased").asLong()).isEqualTo(preview.get("messages").asLong());
    assertThat(erased.get("memberships_ended").asLong())
        .isEqualTo(preview.get("memberships").asLong());
    assertThat(erased.get("rooms_kept")).hasSize(1);
    assertThat(erased.get("rooms_kept").get(0).get("room").asText()).isEqualTo(held);
    JsonNode after = Json.MAPPER.readTree(root.get(user + "/erasure").body());
    assertThat(after.get("messages").asLong()).isZero();
    assertThat(after.get("memberships").asLong()).isZero();
    assertThat(after.get("rooms")).hasSize(1);
  }

  @Test
  void theServerSaysWhatItIsToEveryRole() throws Exception {
    for (String role : new String[] {"administrator", "auditor", "operator"}) {
      JsonNode server = Json.MAPPER.readTree(AdminCaller.enrolled(bed, role).get("/server").body());
      assertThat(server.get("chat")).isNotEmpty();
      assertThat(server.get("certificates").findValuesAsText("use"))
          .contains("tls", "receipt", "authority");
      assertThat(server.get("lists").findValuesAsText("state")).isNotEmpty();
      assertThat(server.get("started_at").asText()).isLessThan(server.get("now").asText());
    }
  }
}
