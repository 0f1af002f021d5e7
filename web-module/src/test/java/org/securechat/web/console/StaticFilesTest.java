package org.securechat.web.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ADMIN-API.md, "The console in the browser": which files there are, and what is said of them. */
class StaticFilesTest {
  private static final Map<String, String> CONTENT =
      Map.of(
          "/console/index.html", "<!doctype html>",
          "/console/icon.svg", "<svg/>",
          "/console/assets/app-0a1b.js", "export {}",
          "/console/assets/deep/worker-9.js", "export {}",
          "/WEB-INF/web.xml", "<web-app/>");

  /** As a servlet's context answers. */
  private static final class Tree implements StaticFiles.Source {
    @Override
    public Set<String> list(String folder) {
      Set<String> found = new TreeSet<>();
      for (String path : CONTENT.keySet()) {
        if (path.startsWith(folder)) {
          String rest = path.substring(folder.length());
          int slash = rest.indexOf('/');
          found.add(folder + (slash < 0 ? rest : rest.substring(0, slash + 1)));
        }
      }
      return found.isEmpty() ? null : found;
    }

    @Override
    public InputStream open(String path) {
      String text = CONTENT.get(path);
      return text == null ? null : new ByteArrayInputStream(text.getBytes(UTF_8));
    }
  }

  private static StaticFiles files() throws IOException {
    return StaticFiles.below("/console/", new Tree());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"index.html", "icon.svg", "assets/app-0a1b.js", "assets/deep/worker-9.js"})
  void whatIsInTheFolderIsFound(String path) throws IOException {
    assertThat(files().find(path))
        .map(file -> new String(file.content(), UTF_8))
        .hasValue(CONTENT.get("/console/" + path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "assets",
        "assets/",
        "assets/deep/",
        "/index.html",
        "./index.html",
        "assets/../index.html",
        "../WEB-INF/web.xml",
        "../../WEB-INF/web.xml",
        "..\\WEB-INF\\web.xml",
        "WEB-INF/web.xml",
        "INDEX.HTML",
        "index.html/",
        "index.html\0",
        "%2e%2e/WEB-INF/web.xml"
      })
  void nothingElseIs(String path) throws IOException {
    assertThat(files().find(path)).isEmpty();
  }

  @Test
  void aServerWithoutTheConsoleHasNoFile() throws IOException {
    assertThat(StaticFiles.below("/nothing/", new Tree()).find("index.html")).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadIsAFault() {
    StaticFiles.Source broken =
        new StaticFiles.Source() {
          @Override
          public Set<String> list(String folder) {
            return Set.of(folder + "index.html");
          }

          @Override
          public InputStream open(String path) {
            return null;
          }
        };
    assertThatThrownBy(() -> StaticFiles.below("/console/", broken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("index.html");
  }

  @ParameterizedTest
  @CsvSource({
    "index.html, text/html;charset=utf-8, no-cache",
    "assets/a-1.js, text/javascript;charset=utf-8, 'public, max-age=31536000, immutable'",
    "assets/a-1.css, text/css;charset=utf-8, 'public, max-age=31536000, immutable'",
    "assets.js, text/javascript;charset=utf-8, no-cache",
    "icon.svg, image/svg+xml, no-cache",
    "icon.PNG, image/png, no-cache",
    "site.webmanifest, application/manifest+json, no-cache",
    "LICENSE, application/octet-stream, no-cache",
    "a.exe, application/octet-stream, no-cache"
  })
  void aFileHasItsTypeAndOnlyAHashedNameIsKept(String path, String type, String caching) {
    StaticFile file = new StaticFile(path, new byte[0]);
    assertThat(file.type()).isEqualTo(type);
    assertThat(file.caching()).isEqualTo(caching);
  }

  @Test
  void theTagTellsContentsOfOneLengthApartAndPolicies() {
    StaticFile before = new StaticFile("index.html", "app-0a1b.js".getBytes(UTF_8));
    StaticFile after = new StaticFile("index.html", "app-0a1c.js".getBytes(UTF_8));
    String alone = PagePolicy.content(Optional.empty());

    assertThat(before.tag(alone))
        .isEqualTo(new StaticFile("index.html", before.content()).tag(alone))
        .isNotEqualTo(after.tag(alone))
        .isNotEqualTo(before.tag(PagePolicy.content(Optional.of("https://login.example.org"))))
        .matches("\"[0-9a-f-]+\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a-1\"", "W/\"a-1\"", "\"b\", \"a-1\"", "\"b\" ,W/\"a-1\"", "*"})
  void aBrowserThatHasItIsToldSo(String header) {
    assertThat(StaticFile.isKnown("\"a-1\"", header)).isTrue();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "a-1", "\"a-2\"", "\"a-1", "W/a-1", "\"b\",\"c\""})
  void oneThatHasAnotherIsSentTheFile(String header) {
    assertThat(StaticFile.isKnown("\"a-1\"", header)).isFalse();
  }

  @Test
  void pagesMayTalkToTheProviderAndToNobodyElse() {
    assertThat(PagePolicy.content(Optional.empty()))
        .contains("default-src 'none';", "connect-src 'self';", "script-src 'self';")
        .contains("frame-ancestors 'none';", "require-trusted-types-for 'script';")
        .doesNotContain("unsafe", "*", "%s", "https:", "data:", "blob:");
    assertThat(PagePolicy.content(Optional.of("https://login.example.org:8443")))
        .contains("connect-src 'self' https://login.example.org:8443;");
  }
}
