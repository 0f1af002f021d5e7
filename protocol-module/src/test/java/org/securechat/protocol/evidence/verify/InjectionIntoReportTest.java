package org.securechat.protocol.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.evidence.verify.Judged.PKI;
import static org.securechat.protocol.evidence.verify.Judged.RECEIPTS;
import static org.securechat.protocol.evidence.verify.Judged.room;
import static org.securechat.protocol.evidence.verify.Judged.talk;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.identity.Credentials;
import org.w3c.dom.Element;

/** Nothing that a bundle says is more than text on its page. */
class InjectionIntoReportTest {
  private static final Set<String> ELEMENTS =
      Set.of(
          "html", "head", "meta", "title", "style", "body", "main", "header", "section", "div",
          "h1", "h2", "h3", "p", "strong", "em", "b", "bdi", "span", "a", "br", "code", "pre", "ul",
          "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td",
          "time", "details", "summary");

  /** The page is made of this program's own elements, and leads nowhere. */
  private static void isHarmless(Page page) throws Exception {
    Set<String> ids = new HashSet<>();
    for (Element element : page.elements("*")) {
      assertThat(ELEMENTS).contains(element.getTagName());
      for (int i = 0; i < element.getAttributes().getLength(); i++) {
        String name = element.getAttributes().item(i).getNodeName();
        assertThat(name).doesNotStartWith("on").isNotIn("src", "style", "action", "ping");
      }
      if (element.hasAttribute("href")) {
        assertThat(element.getAttribute("href")).startsWith("#");
      }
      if (element.hasAttribute("id")) {
        assertThat(ids.add(element.getAttribute("id"))).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "</p></li></ol></main><img src=x onerror=alert(1)>",
        "\"><svg/onload=alert(1)>",
        "' onmouseover='alert(1)",
        "<!-- ",
        "]]>",
        "</style><style>*{display:none}",
        "&lt;b&gt; &amp;#60; &#x3c;script&#x3e;",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<bdi>\n</bdi>",
        "😀 👩‍👩‍👧 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
        "שלום עולם مرحبا"
      })
  void aTextIsShownToTheLetter(String text) throws Exception {
    SortedMap<String, byte[]> files = room().say("alice", text).bundle().files();
    Page page = Page.of(files);
    isHarmless(page);
    assertThat(page.line(3)).endsWith(text);
    assertThat(page.state(3)).isEqualTo("verified");
  }

  @Test
  void whatHasNoShapeOrTurnsTheWritingIsShownByItsNumber() throws Exception {
    for (int c :
        new int[] {
          0, 7, 0x1b, 0x7f, 0x85, 0xad, 0x61c, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a,
          0x202e, 0x2066, 0x2069, 0xfeff, 0xfff9, 0x3164, 0xe0041, 0xfffe, 0x1ffff
        }) {
      String text = "a" + Character.toString(c) + "b";
      String html =
          Page.write(Page.examined(room().say("alice", text).bundle().files()), Page.ASKED);
      assertThat(html.codePoints().anyMatch(each -> each == c)).as("U+%04X", c).isFalse();
      assertThat(new Page(html).line(3)).endsWith(String.format("aU+%04Xb", c));
    }
  }

  @Test
  void textsAndNamesKeepTheirDirectionToThemselves() throws Exception {
    Page page = Page.of(talk().bundle().files());
    assertThat(page.elements("li[@id='l3']/p[@dir='auto']")).hasSize(1);
    assertThat(page.elements("li[@id='l3']/b/bdi")).hasSize(1);
  }

  @Test
  void theSubjectOfACertificateIsText() throws Exception {
    String evil = "</td><script>alert(1)</script>\u202e\"'";
    Credentials mallory =
        PKI.client("mallory")
            .subject(new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, evil).build())
            .names(
                new GeneralName(GeneralName.uniformResourceIdentifier, "securechat:user:mallory"))
            .issue();
    Conversation talk = new Conversation(PKI, RECEIPTS).enter("mallory", mallory);
    Page page = Page.of(talk.say("mallory", "hello").bundle().files());
    isHarmless(page);
    assertThat(page.text("header")).contains("VERIFIED");
    assertThat(page.section("participants")).contains("script\\>alert(1)", "U+202E");
  }

  @Test
  void theNameOfAFileIsText() throws Exception {
    SortedMap<String, byte[]> files = new TreeMap<>(talk().bundle().files());
    files.put("<img src=x onerror=alert(1)>\u202e", new byte[] {1});
    Page page = Page.of(files);
    isHarmless(page);
    assertThat(page.text("header")).contains("FAILED", "<img src=x onerror=alert(1)>U+202E");
  }

  @Test
  void theAuditLogIsText() throws Exception {
    Conversation log = Conversation.auditLog(PKI).audit("user.add", "<script>alert(1)</script>");
    Page page = Page.of(log.bundle().files());
    isHarmless(page);
    assertThat(page.line(3)).contains("<script>alert(1)</script>");
  }

  @Test
  void thePageNeedsNothingFromElsewhere() throws Exception {
    String html = Page.write(Page.examined(talk().bundle().files()), Page.ASKED);
    assertThat(html)
        .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
        .contains("content=\"default-src 'none'; style-src 'sha256-")
        .doesNotContain("<script", "<link", "url(", "@import", "@font-face", "unsafe-inline");
    assertThat(Pattern.compile("https?://").matcher(html).find()).isFalse();
  }

  @Test
  void everyTableHasItsCaptionAndItsHeadings() throws Exception {
    Page page = Page.of(talk().bundle().files());
    assertThat(page.elements("table")).hasSizeGreaterThan(2);
    assertThat(page.elements("table[not(caption)]")).isEmpty();
    assertThat(page.elements("thead//th[not(@scope)]")).isEmpty();
    assertThat(page.elements("h1")).hasSize(1);
  }

  /** WCAG 2.2, 1.4.3: 4.5 to 1 for text, on screens and on paper. */
  @Test
  void everyColourCanBeReadOnItsGround() throws Exception {
    String html = Page.write(Page.examined(talk().bundle().files()), Page.ASKED);
    Matcher scheme = Pattern.compile("--paper: (#\\w+);[^}]*").matcher(html);
    int schemes = 0;
    while (scheme.find()) {
      schemes++;
      Matcher colour =
          Pattern.compile("--(ink|soft|good|bad|warn): (#\\w+)").matcher(scheme.group());
      for (String ground : List.of("paper", "tint")) {
        Matcher behind = Pattern.compile("--" + ground + ": (#\\w+)").matcher(scheme.group());
        assertThat(behind.find()).isTrue();
        colour.reset();
        while (colour.find()) {
          assertThat(contrast(behind.group(1), colour.group(2)))
              .as("%s on %s %s", colour.group(), ground, behind.group(1))
              .isGreaterThan(4.5);
        }
      }
    }
    assertThat(schemes).isEqualTo(3);
  }

  private static double contrast(String one, String other) {
    double a = luminance(one) + 0.05;
    double b = luminance(other) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  private static double luminance(String colour) {
    String hex = colour.substring(1);
    String six = hex.length() == 6 ? hex : hex.replaceAll("[0-9a-fA-F]", "$0$0");
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double c = Integer.parseInt(six.substring(2 * i, 2 * i + 2), 16) / 255.0;
      sum += weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
  }
}
