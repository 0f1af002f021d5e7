package org.securechat.client.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTextTest {
  @Test
  void plainWordsStayPlain() {
    assertThat(ShellText.command("openssl", "-in", "/a/b-c_d.pem"))
        .isEqualTo("openssl -in /a/b-c_d.pem");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "it's", "a b", "$HOME", "`id`", "a\nb", "*", "~", "\\", "\"", "ü;#"})
  void aShellGivesBackEveryWord(String word) throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", "printf %s " + ShellText.quote(word)).start();
    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(word);
  }

  @Test
  void theReceiptsCommandHasAbsolutePaths() {
    assertThat(ScriptCommand.forBundle(Path.of("it's"), Path.of("ca.pem")))
        .startsWith("sh '/")
        .contains("it'\\''s/verify.sh'")
        .doesNotContain(" ca.pem");
  }
}
