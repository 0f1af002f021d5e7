package org.securechat.it.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.Administration;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.OpenIdProvider;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.StoredZip;

/** What administrators and auditors do in a browser. */
@BlackBox
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
  private static final String PASSPHRASE = "lamp river seven";
  private static final int[] WIDTHS = {390, 1280, 2560};
  private static final int[] USUAL = {1280};

  /** Colours move nothing, so that the dark ones need every width only for eyes to look at. */
  private static final boolean ALL_PICTURES = Boolean.getBoolean("securechat.pictures");

  @TempDir private static Path folder;

  private TestBed bed;
  private OpenIdProvider provider;
  private Administration root;
  private String auditor;
  private Person alice;
  private Person bob;
  private String room;
  private Browser browser;

  @BeforeAll
  void begin(TestBed shared, OpenIdProvider its) throws Exception {
    Optional<String> missing = Browser.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    bed = shared;
    provider = its;
    root = Administration.enrolled(bed, folder, "administrator");
    room = TestBed.name("incident");
    alice = bed.person("alice");
    bob = bed.person("bob");
    alice.client().create(room, Visibility.PUBLIC);
    bob.client().join(room);
    TestClient.await(alice.client().say(room, "The pump in hall 3 stands still."));
    TestClient.await(
        bob.client().say(room, "I have seen it – <b>not</b> the pump, the valve 阀门 🙂"));
    TestClient.await(alice.client().say(room, "Then close the valve before noon."));
    browser = Browser.start(console(), authorities(), Optional.of(certified()));
  }

  @AfterAll
  void end() {
    if (browser != null) {
      browser.close();
    }
  }

  /** No login of another test, and the usual window. */
  @BeforeEach
  void fresh() {
    browser.size(1280, 900).forget().open("").awaitText("Log in with a certificate");
    browser.complaints();
  }

  private URI console() {
    return bed.server().admin("/console/");
  }

  private List<Path> authorities() {
    return List.of(bed.pki().authorityFile(), provider.authorityFile());
  }

  /** An auditor's certificate, made and exported as the manual says. */
  private Browser.Identity certified() throws IOException {
    auditor = TestBed.name("auditor");
    Path secret = Files.writeString(folder.resolve("passphrase"), PASSPHRASE + "\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path file = folder.resolve("auditor.p12");
    String pki = bed.pki().root().toString();
    run("pki", "issue", auditor, "--key", "p256", "--dir", pki);
    run(
        "pki",
        "export",
        auditor,
        "--out",
        file.toString(),
        "--passphrase-file",
        secret.toString(),
        "--dir",
        pki);
    run(
        "admin",
        "create",
        auditor,
        "--role",
        "auditor",
        "--certificate",
        bed.pki().root().resolve("issued").resolve(auditor + ".pem").toString(),
        "--data",
        bed.folder().resolve("data").toString());
    return new Browser.Identity(file, PASSPHRASE);
  }

  private static void run(String... command) {
    Administration.Run run = Administration.run(command);
    assertThat(run.code()).as(run.err()).isZero();
  }

  private Browser asRoot() {
    return byPassword(TestBed.PASSWORD).awaitTitle("Overview");
  }

  private Browser byPassword(String password) {
    return browser.type("Name", root.name()).type("Password", password).press("Log in");
  }

  @Test
  void auditorLogsInByTheCertificateOfTheBrowserAndStaysAfterALoad() {
    Optional<String> missing = Browser.missingForCertificates();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));

    browser.press("Log in with a certificate").awaitTitle("Overview").awaitText(auditor, "auditor");
    assertThat(browser.offers("Administrators")).isFalse();
    browser.open("#/people").awaitTitle("People");
    assertThat(browser.offers("Make an account")).isFalse();

    browser.press("Log out").awaitText("Log in with a certificate");
    browser.open("#/people").awaitText("Log in with a certificate");
    assertThat(browser.text()).doesNotContain(alice.name());
  }

  @Test
  void wrongPasswordIsSaidOnThePageAndTheRightOneIsKeptNowhere() {
    byPassword("wrong horse").awaitText("The server does not accept this login.");

    asRoot();

    assertThat(
            browser.js(
                "return JSON.stringify([{...sessionStorage}, {...localStorage}, document.cookie])"))
        .asString()
        .doesNotContain(TestBed.PASSWORD)
        .doesNotContain("Basic");
    browser.open("#/people").awaitText("With a password");
    assertThat(browser.complaints()).noneMatch(line -> line.contains("Policy"));
  }

  @Test
  void personComesBackFromTheOpenIdProviderWithATokenInMemoryAlone() {
    provider.present(true);
    String host = URI.create(provider.issuer()).getAuthority();
    browser.awaits(
        "the provider is offered",
        () -> {
          browser.open("#/");
          browser.awaitText("Log in with a certificate");
          return browser.offers("Log in at " + host);
        },
        offered -> offered);

    browser.press("Log in at " + host).awaitTitle("Overview").awaitText("openid:ines", "auditor");

    assertThat(browser.driver().getCurrentUrl()).doesNotContain("code=").doesNotContain("state=");
    assertThat(
            browser.js(
                "return JSON.stringify([{...sessionStorage}, {...localStorage}, document.cookie])"))
        .asString()
        .doesNotContain("eyJ");
    browser.open("#/").awaitText("Log in with a certificate");
  }

  @Test
  void returnThatNobodyHereBeganLogsNobodyIn() {
    provider.present(true);
    browser.open("?code=stolen&state=forged").awaitText("belongs to no login that was begun here");
    assertThat(browser.driver().getCurrentUrl()).doesNotContain("stolen");
  }

  @Test
  void everyPlaceCanBeReadOnEveryScreenInBothColours() {
    asRoot();
    Map<String, String> places = new LinkedHashMap<>();
    places.put("overview", "Overview");
    places.put("people", "People");
    places.put("people/" + alice.name(), alice.name());
    places.put("sessions", "Sessions");
    places.put("rooms", "Rooms");
    places.put("rooms/" + room, room);
    places.put("reading", "Reading room");
    places.put("reading/" + room, "Read " + room);
    places.put("reading/" + room + "/1-5", "lines 1 to 5");
    places.put("certificates", "Certificates and lists");
    places.put("certificates/lists", "Certificates and lists");
    places.put("audit", "Audit log");
    places.put("administrators", "Administrators");
    places.put("administrators/" + root.name(), root.name());
    List<String> faults = new ArrayList<>();
    places.forEach((place, title) -> {
      browser.go("#/" + place).awaitTitle(title);
      settled();
      for (String colours : List.of("light", "dark")) {
        browser.colours(colours);
        for (int width : colours.equals("light") || ALL_PICTURES ? WIDTHS : USUAL) {
          browser.size(width, width < 1000 ? 844 : 1000);
          String name =
              place.replace('/', '-').replaceAll("-(alice|incident|administrator)-\\d+", "-one");
          browser.screenshot(name + "-" + width + "-" + colours);
          browser.cut().forEach(cut -> faults.add(place + " at " + width + ": " + cut));
        }
        browser.inaccessible().forEach(fault -> faults.add(place + " " + colours + ": " + fault));
      }
      browser.size(1280, 900);
    });

    assertThat(faults).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  /** Pages fetch after they are there. */
  private void settled() {
    browser.awaits(
        "the page has all answers",
        () ->
            browser.js(
                "return [...document.querySelectorAll('main [role=status]')].map(e =>"
                    + " e.textContent).join(' ')"),
        text -> !text.toString().contains("…"));
  }

  @Test
  void personIsErasedAfterWhatWillHappenWasShown() {
    Person carol = bed.person("carol");
    carol.client().join(room);
    TestClient.await(carol.client().say(room, "My number is 555-0199."));
    asRoot().go("#/people/" + carol.name()).awaitTitle(carol.name());

    browser
        .press("Erase")
        .awaitText("There is no way back.", "1 message", room + " (1)", "1 membership");
    assertThat(browser.js("return document.querySelector('dialog button.danger').disabled"))
        .isEqualTo(true);
    browser
        .type("To go on", carol.name())
        .press("Erase for good")
        .awaitText(carol.name() + " is erased.");

    assertThat(root.does("users", "show", carol.name()).out()).contains("erased");
  }

  @Test
  void conversationIsVerifiedInTheBrowserAgainstTheAuthorityThatTheAuditorBrings() {
    asRoot()
        .go("#/reading/" + room)
        .awaitTitle("Read " + room)
        .awaitText("You have brought no certificate");
    browser
        .choose("Bring the authority", bed.pki().authorityFile())
        .awaitText("Records are now judged by this certificate");

    browser.press("Find the lines").press(linesLink());

    browser.awaitText(
        "VERIFIED",
        "The pump in hall 3 stands still.",
        "<b>not</b> the pump, the valve 阀门 🙂",
        "the one that you have brought");
    assertThat(browser.text()).doesNotContain("FAILED");
    browser.screenshot("reading-verified");
  }

  private String linesLink() {
    return browser.awaits(
        "the lines of the room",
        () ->
            browser
                .js(
                    "return [...document.querySelectorAll('a.button')].map(a =>"
                        + " a.textContent.trim()).find(t => t.startsWith('Read lines')) ?? ''")
                .toString(),
        text -> !text.isEmpty());
  }

  @Test
  void wordsLeadToTheLineInWhichTheyWereSaid() {
    asRoot().go("#/reading/" + room).awaitTitle("Read " + room);
    browser.type("Words", "VALVE noon").press("Search");

    browser.awaitText("Then close the valve before noon.");
    assertThat(browser.text()).doesNotContain("The pump in hall 3");
    browser.press(readLink()).awaitText("Then close the valve before noon.", "The pump in hall 3");
    assertThat(
            root.does("audit", "query", "--action", "transcript.search", "--subject", room).out())
        .contains(root.name());
  }

  private String readLink() {
    return browser.js("return document.querySelector('.hits a').textContent.trim()").toString();
  }

  @Test
  void tamperedLineIsShownAsThatWithoutWhatItSays() throws Exception {
    Path good = folder.resolve("good.zip");
    root.does("rooms", "bundle", room, "--out", good.toString());
    Path bad =
        changed(
            good,
            (name, content) ->
                name.equals("messages/3.json") ? replaced(content, "pump", "lamp") : content);
    asRoot().go("#/reading").awaitTitle("Reading room");
    browser
        .choose("Bring the authority", bed.pki().authorityFile())
        .awaitText("Records are now judged");

    browser.choose("Choose an evidence bundle", bad).awaitText("FAILED", "failed");

    assertThat(browser.text()).doesNotContain("The lamp in hall 3").doesNotContain("VERIFIED");
    browser.screenshot("reading-tampered");
    browser.go("#/reading").awaitTitle("Reading room");
    browser.choose("Choose an evidence bundle", good).awaitText("VERIFIED", "The pump in hall 3");
  }

  @Test
  void bundleFromElsewhereIsJudgedByTheAuthorityThatWasBrought() throws Exception {
    Path bundle = folder.resolve("elsewhere.zip");
    root.does("rooms", "bundle", room, "--out", bundle.toString());
    asRoot().go("#/reading").awaitTitle("Reading room");

    browser
        .choose("Bring the authority", provider.authorityFile())
        .awaitText("Records are now judged");
    browser.choose("Choose an evidence bundle", bundle).awaitText("FAILED");

    assertThat(browser.text()).doesNotContain("The pump in hall 3");
  }

  @Test
  void whatWasVerifiedIsTheFileThatIsSaved() throws Exception {
    asRoot().go("#/reading/" + room + "/1-5").awaitText("VERIFIED");
    browser.press("Save this bundle");

    Path saved =
        browser.awaits(
            "the download", () -> downloaded(), file -> file != null && Files.isRegularFile(file));
    Administration.Run run =
        Administration.run(
            "verify", saved.toString(), "--ca", bed.pki().authorityFile().toString());
    assertThat(run.code()).as(run.out() + run.err()).isZero();
  }

  private Path downloaded() {
    try (var files = Files.list(browser.downloads())) {
      return files.filter(file -> file.toString().endsWith(".zip")).findFirst().orElse(null);
    } catch (IOException e) {
      return null;
    }
  }

  @Test
  void otherSitesPageCannotUseTheBrowsersCertificate() {
    assumeTrue(Browser.missingForCertificates().isEmpty());
    browser.press("Log in with a certificate").awaitTitle("Overview");
    String api = bed.server().admin("/api/v1/users").toString();
    browser.driver().get("data:text/html,<title>elsewhere</title>");

    Object answer =
        browser
            .driver()
            .executeAsyncScript(
                """
                const done = arguments[arguments.length - 1];
                fetch(arguments[0], {method: 'POST', mode: 'no-cors', credentials: 'include', body: '{}'})
                  .then(r => done(r.type + ' ' + r.status), e => done('refused'));
                """,
                api);

    assertThat(answer.toString()).isIn("refused", "opaque 0");
    assertThat(root.does("audit", "query", "--action", "user.create", "--actor", auditor).out())
        .doesNotContain("user.create");
    assertThatCode(() -> browser.open("#/")).doesNotThrowAnyException();
  }

  private static byte[] replaced(byte[] content, String old, String text) {
    return new String(content, StandardCharsets.UTF_8)
        .replace(old, text)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The same archive in the same form, with other content where that is wanted. */
  private static Path changed(Path bundle, BiFunction<String, byte[], byte[]> change)
      throws Exception {
    SortedMap<String, byte[]> files = StoredZip.read(Files.readAllBytes(bundle));
    files.replaceAll(change);
    return Files.write(folder.resolve("changed.zip"), StoredZip.write(files));
  }
}
