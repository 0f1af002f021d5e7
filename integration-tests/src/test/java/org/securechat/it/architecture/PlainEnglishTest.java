package org.securechat.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What users and operators read names who acts: a user, a caller, an attacker. People who read
 * English as a second language stumble over the words that are forbidden here.
 */
class PlainEnglishTest {

  private static final Pattern VAGUE =
      Pattern.compile(
          "\\b(everybody|nobody|whoever|somebody|anybody|whosoever|of no use)\\b"
              + "|(?<!\\bthere )\\bis none\\b",
          Pattern.CASE_INSENSITIVE);

  /**
   * The actor's name in the audit log, and a word of a signed program that is compared by bytes.
   */
  private static final Pattern ALLOWED =
      Pattern.compile("@nobody|in somebody else's session|is none of `0000");

  private static final Path ROOT = Path.of("..");

  @Test
  void stringsInTheCode() {
    SourceTree sources = SourceTree.parse();
    List<String> found = new ArrayList<>();
    for (CompilationUnitTree unit : sources.units()) {
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitLiteral(LiteralTree literal, Void unused) {
          if (literal.getValue() instanceof String text && isVague(text)) {
            found.add(sources.place(unit, literal) + " " + text);
          }
          return null;
        }
      }.scan(unit, null);
    }

    assertThat(found).as("strings that do not say who").isEmpty();
  }

  /** Not the decision records, which keep the words of their day. */
  @Test
  void documents() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path document : documentFiles()) {
      List<String> lines = Files.readAllLines(document);
      for (int i = 0; i < lines.size(); i++) {
        if (isVague(lines.get(i))) {
          found.add(ROOT.relativize(document) + ":" + (i + 1) + " " + lines.get(i));
        }
      }
    }

    assertThat(found).as("lines that do not say who").isEmpty();
  }

  private static boolean isVague(String text) {
    return VAGUE.matcher(ALLOWED.matcher(text).replaceAll("")).find();
  }

  private static List<Path> documentFiles() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> top = Files.list(ROOT)) {
      for (Path place : top.toList()) {
        if (place.toString().endsWith(".md")) {
          found.add(place);
        } else if (Files.exists(place.resolve("README.md"))) {
          found.add(place.resolve("README.md"));
        }
      }
    }
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"));
        Stream<Path> openApi =
            Files.list(ROOT.resolve("web-module/src/main/resources/org/securechat/web/openapi"))) {
      Stream.concat(docs, openApi)
          .filter(file -> file.toString().matches(".*\\.(md|yaml)"))
          .forEach(found::add);
    }
    assertThat(found).hasSizeGreaterThan(30);
    return found;
  }
}
