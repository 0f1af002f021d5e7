package org.securechat.it.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.securechat.it.testbed.Folders;

/**
 * A Chromium of its own, with its own certificates and downloads. What is asked for is waited for:
 * pages draw themselves when answers come.
 */
final class Browser implements AutoCloseable {
  /** Debian's. Elsewhere the tests that need it are skipped. */
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  /** Says that Chromium may show a certificate to servers of this machine without asking. */
  private static final Path POLICY =
      Path.of("/etc/chromium/policies/managed/securechat-tests.json");

  private static final Path AXE =
      Path.of("..", "console", "node_modules", "axe-core", "axe.min.js");
  private static final Path SCREENSHOTS = Path.of("target", "console-screenshots");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final ChromeDriver driver;
  private final URI console;
  private final List<String> heard = new ArrayList<>();

  private Browser(Path folder, ChromeDriver driver, URI console) {
    this.folder = folder;
    this.driver = driver;
    this.console = console;
  }

  /** Why there can be no test in a browser here; empty if there can. */
  static Optional<String> missing() {
    return List.of(CHROMIUM, DRIVER, Path.of("/usr/bin/certutil"), AXE).stream()
        .filter(file -> !Files.exists(file))
        .findFirst()
        .map(file -> file + " is not there");
  }

  /** Why no certificate can be shown here; empty if one can. */
  static Optional<String> missingForCertificates() {
    return Files.exists(POLICY)
        ? Optional.empty()
        : Optional.of(POLICY + ", by which Chromium shows a certificate unasked, is not there");
  }

  /**
   * Starts one.
   *
   * @param console where the console is, with a slash at its end
   * @param authorities whose certificates it takes from servers, PEM files
   * @param identity a PKCS#12 file with a key and a certificate to show, and its passphrase
   */
  static Browser start(URI console, List<Path> authorities, Optional<Identity> identity) {
    Path folder = Folders.create();
    try {
      Path home = Files.createDirectories(folder.resolve("home"));
      certificates(home, authorities, identity);
      ChromeDriver driver =
          new ChromeDriver(
              new ChromeDriverService.Builder()
                  .usingDriverExecutable(DRIVER.toFile())
                  .usingAnyFreePort()
                  .withEnvironment(Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"))
                  .build(),
              options(folder));
      return new Browser(folder, driver, console);
    } catch (IOException e) {
      Folders.delete(folder);
      throw new UncheckedIOException(e);
    } catch (RuntimeException | AssertionError e) {
      Folders.delete(folder);
      throw e;
    }
  }

  /** What a person shows to servers. */
  record Identity(Path file, String passphrase) {}

  private static ChromeOptions options(Path folder) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=en-GB",
        "--user-data-dir=" + folder.resolve("profile"));
    options.setExperimentalOption(
        "prefs",
        Map.of(
            "download.default_directory",
            folder.resolve("downloads").toString(),
            "download.prompt_for_download",
            false));
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    return options;
  }

  private static void certificates(Path home, List<Path> authorities, Optional<Identity> identity)
      throws IOException {
    String store = "sql:" + Files.createDirectories(home.resolve(".pki").resolve("nssdb"));
    run("certutil", "-d", store, "-N", "--empty-password");
    int number = 0;
    for (Path authority : authorities) {
      number++;
      run(
          "certutil",
          "-d",
          store,
          "-A",
          "-t",
          "C,,",
          "-n",
          "authority" + number,
          "-i",
          authority.toString());
    }
    if (identity.isPresent()) {
      run(
          "pk12util",
          "-d",
          store,
          "-i",
          identity.get().file().toString(),
          "-W",
          identity.get().passphrase());
    }
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command[0] + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(command[0] + " was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  ChromeDriver driver() {
    return driver;
  }

  Path downloads() {
    return folder.resolve("downloads");
  }

  /** Loads the console anew at a place, for example {@code #/people}; empty for its beginning. */
  Browser open(String place) {
    // Without another page in between, another place of the same page would be no load.
    driver.get(console + "icon.svg");
    driver.get(console + place);
    return this;
  }

  /** Has the console remember nothing, neither a login nor a choice. */
  Browser forget() {
    // On a page of this origin on which no script of the console runs, that could write it again.
    driver.get(console + "icon.svg");
    js("sessionStorage.clear(); localStorage.clear()");
    return this;
  }

  /** Goes to another place of the loaded console. */
  Browser go(String place) {
    js("location.hash = arguments[0]", place);
    return this;
  }

  Object js(String script, Object... arguments) {
    return ((JavascriptExecutor) driver).executeScript(script, arguments);
  }

  /** What stands on the page, as a person reads it. */
  String text() {
    return js("return document.body?.innerText ?? ''").toString();
  }

  /** Waits until a text stands on the page. */
  Browser awaitText(String... texts) {
    for (String wanted : texts) {
      await("'" + wanted + "' on the page")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(100))
          .until(this::text, said -> said.contains(wanted));
    }
    return this;
  }

  Browser awaitTitle(String heading) {
    await("the heading '" + heading + "'")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(headings()).as(this::told).contains(heading));
    return this;
  }

  private String told() {
    hear();
    return text() + "\n" + String.join("\n", heard);
  }

  private String headings() {
    return js("return [...document.querySelectorAll('h1')].map(e => e.innerText).join('\\n')")
        .toString();
  }

  /** Presses the button, or follows the link, with that name. */
  Browser press(String name) {
    retry(
        name,
        () -> {
          WebElement element = named(name);
          js("arguments[0].scrollIntoView({block: 'center'})", element);
          element.click();
        });
    return this;
  }

  /** Whether there is a button or link of that name. */
  boolean offers(String name) {
    return !find(name).isEmpty();
  }

  private WebElement named(String name) {
    return find(name).stream()
        .filter(WebElement::isEnabled)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no button or link '" + name + "' in: " + text()));
  }

  /** A dialogue that is open is all there is. */
  private List<WebElement> find(String name) {
    String within = driver.findElements(By.cssSelector("dialog[open]")).isEmpty() ? "" : "dialog ";
    return shown(By.cssSelector(within + "button," + within + "a," + within + "summary")).stream()
        .filter(element ->
            element.getText().strip().equals(name) || name.equals(element.getAccessibleName()))
        .toList();
  }

  private List<WebElement> shown(By by) {
    return driver.findElements(by).stream().filter(Browser::isShown).toList();
  }

  private static boolean isShown(WebElement element) {
    try {
      return element.isDisplayed();
    } catch (StaleElementReferenceException e) {
      return false;
    }
  }

  /** Types into the field with that label; what was there is gone. */
  Browser type(String label, String text) {
    retry(
        label,
        () -> {
          WebElement field = field(label);
          field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
          field.sendKeys(text);
        });
    return this;
  }

  /** Gives a file to the field with that label. */
  Browser choose(String label, Path file) {
    retry(label, () -> field(label).sendKeys(file.toAbsolutePath().toString()));
    return this;
  }

  Browser select(String label, String option) {
    retry(
        label,
        () -> {
          Object chosen =
              js(
                  """
                  const [select, text] = arguments;
                  const option = [...select.options].find(o => o.text.trim() === text);
                  if (!option) return false;
                  select.value = option.value;
                  select.dispatchEvent(new Event('change', {bubbles: true}));
                  return true;
                  """,
                  field(label),
                  option);
          if (!Boolean.TRUE.equals(chosen)) {
            throw new AssertionError("no choice '" + option + "' in " + label);
          }
        });
    return this;
  }

  Browser tick(String label) {
    retry(label, () -> field(label).click());
    return this;
  }

  private WebElement field(String label) {
    return driver.findElements(By.cssSelector("input,select,textarea")).stream()
        .filter(element -> element.getAccessibleName().startsWith(label))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no field '" + label + "' in: " + text()));
  }

  private static void retry(String what, Runnable step) {
    await(what)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .untilAsserted(step::run);
  }

  <T> T awaits(String what, Supplier<T> value, Predicate<T> good) {
    return await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(100)).until(value::get, good);
  }

  Browser size(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
    // A window has a frame, and a phone is narrower than the narrowest window.
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    return this;
  }

  Browser colours(String theme) {
    js("document.documentElement.dataset.theme = arguments[0]", theme);
    return this;
  }

  /** Whether something is wider than the page, or a text does not fit its place. */
  List<String> cut() {
    List<String> found = new ArrayList<>();
    for (Object one :
        (List<?>)
            js(
                """
                const found = [];
                const root = document.documentElement;
                if (root.scrollWidth > root.clientWidth) found.push(`the page scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`);
                for (const e of document.querySelectorAll('.table'))
                  if (innerWidth >= 1280 && e.scrollWidth > e.clientWidth) found.push(`a table scrolls sideways: ${e.getAttribute('aria-label')}`);
                for (const e of document.querySelectorAll('main *, header *, nav *')) {
                  const style = getComputedStyle(e);
                  if (style.overflowX === 'visible' && e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1
                      && style.display !== 'inline' && !e.closest('.table, .unseen, .hash, svg, pre'))
                    found.push(`${e.tagName}.${e.className} "${e.textContent.slice(0, 40)}": ${e.scrollWidth} > ${e.clientWidth}`);
                }
                return found;
                """)) {
      found.add(one.toString());
    }
    return found;
  }

  /** Keeps what the page looks like in {@code target/console-screenshots}. */
  Browser screenshot(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What axe-core finds that is serious or worse, each with where it is. */
  List<String> inaccessible() {
    try {
      js(Files.readString(AXE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Object result =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations']}).then(r => done(JSON.stringify(r.violations)), e => done('"' + e + '"'));
            """);
    List<String> found = new ArrayList<>();
    try {
      for (JsonNode violation : JSON.readTree(result.toString())) {
        String impact = violation.path("impact").asText();
        if (!impact.equals("minor") && !impact.equals("moderate")) {
          found.add(violation.path("id").asText() + " " + violation.at("/nodes/0/html").asText());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** What the page has complained of since this was last asked: errors, refused scripts. */
  List<String> complaints() {
    hear();
    List<String> all = List.copyOf(heard);
    heard.clear();
    return all;
  }

  private void hear() {
    driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .forEach(heard::add);
  }

  @Override
  public void close() {
    driver.quit();
    Folders.delete(folder);
  }
}
