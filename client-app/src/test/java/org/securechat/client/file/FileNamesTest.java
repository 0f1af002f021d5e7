package org.securechat.client.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.evidence.FileInfo;

/** What others call a file is no more than a suggestion for its name here. */
class FileNamesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "report.pdf|report.pdf",
        "Bericht ä.pdf|Bericht ä.pdf",
        ".bashrc|_.bashrc",
        "-rf|_-rf",
        "..|file",
        "../../etc/passwd|_.._.._etc_passwd",
        "a\\b|a_b",
        "CON|_CON",
        "nul.txt|_nul.txt",
        "com1|_com1",
        "a:b*c?d<e>f|a_b_c_d_e_f",
        "$(rm x)|_(rm x)",
        "`id`|_id_",
        "name. . .|name",
        "'   '|file",
      })
  void theNameHereIsHarmless(String name, String here) {
    assertThat(FileNames.local(name)).isEqualTo(here);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpj\u202Eexe",
        "a\u200bb",
        "a\u0000b",
        "a\nb",
        "a\u001b[2Jb",
        "a\u2028b",
        "a\ue000"
      })
  void nothingInvisibleStays(String name) {
    assertThat(FileNames.local(name).codePoints())
        .allMatch(c -> c == '_' || Character.isLetterOrDigit(c) || c == '[');
  }

  @Test
  void theEndingOfALongNameStays() {
    String here = FileNames.local("\ud83d\ude00".repeat(100) + ".tar.gz");
    assertThat(here).endsWith(".gz");
    assertThat(here.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(200);
    assertThat(FileNames.local("x".repeat(199) + "." + "y".repeat(500)).length())
        .isLessThanOrEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b\\c", "a\nb", "..", "", "a/b"})
  void whatIsSentIsAName(String name) {
    assertThat(FileInfo.isName(FileNames.sent(name))).isTrue();
  }

  @Test
  void aLongNameIsSentInPart() {
    assertThat(FileNames.sent("\ud83d\ude00".repeat(200))).isEqualTo("\ud83d\ude00".repeat(100));
  }

  @Test
  void aNumberComesBeforeTheEnding() {
    assertThat(FileNames.numbered("report.pdf", 2)).isEqualTo("report (2).pdf");
    assertThat(FileNames.numbered("Makefile", 2)).isEqualTo("Makefile (2)");
  }
}
