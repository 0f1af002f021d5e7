package org.securechat.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said about a file (PROTOCOL.md §8.2). */
class FileInfoTest {
  private static final String HASH = "ab".repeat(32);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a/b",
        "/etc/passwd",
        "..\\b",
        "a\"b",
        "a\0b",
        "a\nb",
        "a\u007fb",
        "a\u0085b"
      })
  void whatIsNoPlainNameIsRefused(String name) {
    assertThat(FileInfo.isName(name)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FileInfo(name, 1, FileInfo.ANY_TYPE, HASH));
  }

  @Test
  void aNameIsBoundedInUtf16() {
    assertThat(FileInfo.isName("\ud83d\ude00".repeat(100))).isTrue();
    assertThat(FileInfo.isName("\ud83d\ude00".repeat(100) + "x")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "text", "/", "a/", "/a", "a/b/c", "Text/plain", "text/plain; x=y", "a/b\n"})
  void whatIsNoMediaTypeIsRefused(String type) {
    assertThat(FileInfo.isMediaType(type)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new FileInfo("a", 1, type, HASH));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 bytes",
    "1,1 byte",
    "999,999 bytes",
    "1000,1.0 kB",
    "999949,999.9 kB",
    "999950,1.0 MB",
    "2100000,2.1 MB",
    "104857600,104.9 MB",
    "9007199254740991,9.0 PB"
  })
  void aSizeIsShownAsPeopleReadIt(long size, String shown) {
    assertThat(FileInfo.shown(size)).isEqualTo(shown);
  }

  @Test
  void theNameIsInNoText() {
    assertThat(new FileInfo("payslip.pdf", 7, FileInfo.ANY_TYPE, HASH).toString())
        .doesNotContain("payslip");
  }
}
