package org.securechat.client.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nBcc: eve@example.org",
        "a\r\nBcc: eve@example.org",
        "=?UTF-8?Q?=0ABcc:_eve?=",
        "grüße \uD83D\uDC4D and quite a few more words than would ever fit into one encoded word",
        "\u0000\u0085\u2028"
      })
  void aHeaderFieldStaysOneField(String text) {
    String header = MailText.header(text);
    assertThat(header.lines().skip(1)).allMatch(line -> line.startsWith(" =?UTF-8?B?"));
    assertThat(header.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f));
    assertThat(header.lines()).allMatch(line -> line.length() <= 76);
    assertThat(header).doesNotContain("\nBcc", "\r");
  }

  @Test
  void encodedWordsHaveWholeCharacters() {
    String text = "\uD83D\uDC4D".repeat(20);
    StringBuilder read = new StringBuilder();
    for (String word : MailText.header(text).split("\n ", -1)) {
      String base64 = word.substring("=?UTF-8?B?".length(), word.length() - 2);
      String part = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      assertThat(part).doesNotContain("\ufffd");
      read.append(part);
    }
    assertThat(read).hasToString(text);
  }

  @Test
  void plainWordsStayPlain() {
    assertThat(MailText.header("Re: lobby [taken back]")).isEqualTo("Re: lobby [taken back]");
    assertThat(MailText.body("it's 1 + 1\nso.")).isEqualTo("it's 1 + 1\nso.\n");
  }

  @Test
  void noLineOfABodyBeginsAMailOrEndsWithASpace() {
    String body = MailText.body("From me\nx \n" + "y".repeat(75) + "From you =\n\tz");
    assertThat(body).isEqualTo("=46rom me\nx=20\n" + "y".repeat(75) + "=\n=46rom you =3D\n    z\n");
  }
}
