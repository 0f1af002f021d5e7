package org.securechat.client.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '\u0001',
      value = {
        "plain, it's 3-4 words.|> plain, it's 3-4 words.",
        "# heading|> \\# heading",
        "*a* _b_ `c`|> \\*a\\* \\_b\\_ \\`c\\`",
        "[a](b) ![c](d)|> \\[a\\](b) \\!\\[c\\](d)",
        "<b>&amp;|> \\<b\\>\\&amp;",
        "> quoted|> \\> quoted",
        "- item|> \\- item",
        "+ item|> \\+ item",
        "=====|> \\=====",
        "---|> \\---",
        "12. item|> 12\\. item",
        "3) item|> 3\\) item",
        "    code|> &nbsp;&nbsp;&nbsp;&nbsp;code",
        "  - item|> &nbsp;&nbsp;\\- item",
        "back\\slash|> back\\\\slash",
        "see https://evil|> see https\\://evil",
        "see WWW.evil|> see WWW\\.evil"
      })
  void nothingOfItIsMarkup(String text, String expected) {
    assertThat(MarkdownText.quoted(text)).isEqualTo(expected + "\n");
  }

  @Test
  void everyLineIsQuotedAndLinesStayLines() {
    assertThat(MarkdownText.quoted("a\nb\n\nc\\\nd")).isEqualTo("> a\\\n> b\n> \n> c\\\\\\\n> d\n");
  }

  @Test
  void withinALineItStaysInTheLine() {
    assertThat(MarkdownText.inline("a\n# b\r\u2028*"))
        .isEqualTo("a\\\\n\\# b\\\\u000d\\\\u2028\\*");
  }
}
