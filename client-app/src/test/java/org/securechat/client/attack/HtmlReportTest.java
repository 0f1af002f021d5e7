package org.securechat.client.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Outcome;
import org.securechat.client.attack.scenario.Outcome.Verdict;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.protocol.application.ErrorCode;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class HtmlReportTest {
  private static final Scenario SCENARIO =
      Scenario.of(
          "replay-message",
          "a message again",
          Expected.error(ErrorCode.REPLAYED),
          attacker -> null);

  private static Outcome outcome(Verdict verdict, String got) {
    return new Outcome(
        SCENARIO, verdict, List.of("it", "it <again>"), got, Duration.ofMillis(1234));
  }

  private static String page(Outcome... outcomes) {
    return new HtmlReport(
            "chat.example.org:7443",
            Optional.of("ab".repeat(32)),
            "alice",
            "securechat/1",
            "securechat 1.0",
            Instant.parse("2026-11-22T09:08:07.5Z"),
            Instant.parse("2026-11-22T09:09:00Z"),
            List.of(outcomes))
        .page();
  }

  private static Document parse(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(Document page, String element) {
    List<String> texts = new ArrayList<>();
    NodeList found = page.getElementsByTagName(element);
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent());
    }
    return texts;
  }

  @Test
  void reportNamesTargetTimeAndResult() throws Exception {
    Document page =
        parse(page(outcome(Verdict.REFUSED, "error replayed"), outcome(Verdict.SKIPPED, "no key")));

    assertThat(texts(page, "dd"))
        .contains(
            "chat.example.org:7443",
            "ab".repeat(32),
            "alice",
            "2026-11-22T09:08:07Z",
            "securechat 1.0");
    assertThat(texts(page, "p").get(0))
        .contains("1 of 1 attacks were refused as expected; 1 were left out");
    assertThat(texts(page, "caption")).hasSize(1);
    assertThat(texts(page, "td"))
        .contains("a message again", "error replayed", "refused", "left out", "1,234 ms");
  }

  @Test
  void acceptedAttacksComeFirst() throws Exception {
    Document page =
        parse(
            page(
                outcome(Verdict.REFUSED, "error replayed"),
                outcome(Verdict.NOT_REFUSED, "accepted"),
                outcome(Verdict.UNDECIDED, "the server is gone")));

    assertThat(texts(page, "caption").get(0)).isEqualTo("Not refused as expected");
    Element first = (Element) page.getElementsByTagName("table").item(0);
    assertThat(first.getTextContent())
        .contains("accepted", "NOT REFUSED", "UNCLEAR")
        .doesNotContain("error replayed,");
    assertThat(texts(page, "p").get(0)).contains("1 of 3");
  }

  @Test
  void textOfTheServerIsEscaped() throws Exception {
    String hostile = "<script>alert(1)</script>&\"'\u0000\u001b[31m\ud800\uffff";

    String page = page(outcome(Verdict.NOT_REFUSED, hostile));

    assertThat(page).doesNotContain("<script", "\u001b", "\u0000");
    assertThat(texts(parse(page), "td"))
        .anyMatch(text -> text.startsWith("<script>alert(1)</script>&\"'"));
  }

  @Test
  void reportLoadsNoResourceAndRunsNoScript() throws Exception {
    String page = page(outcome(Verdict.REFUSED, "error replayed"));

    assertThat(page).contains("default-src 'none'").doesNotContain("http:", "https:", "src=");
    assertThat(parse(page).getDocumentElement().getAttribute("lang")).isEqualTo("en");
  }
}
