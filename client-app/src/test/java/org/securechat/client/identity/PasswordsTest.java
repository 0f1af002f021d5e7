package org.securechat.client.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.securechat.client.ClientException;

class PasswordsTest {
  @TempDir Path temporary;

  private static Passwords.Terminal typing(String... lines) {
    Queue<String> typed = new ArrayDeque<>(List.of(lines));
    return prompt -> Optional.ofNullable(typed.poll()).map(String::toCharArray);
  }

  private Optional<Path> file(byte[] content) throws Exception {
    return Optional.of(Files.write(temporary.resolve("password"), content));
  }

  @ParameterizedTest
  @CsvSource({"'secret\n',secret", "'secret\r\n',secret", "secret,secret", "'two\n\n','two\n'"})
  void aFileHoldsThePasswordWithoutItsLineEnd(String content, String password) throws Exception {
    Passwords passwords =
        new Passwords(
            file(content.getBytes(StandardCharsets.UTF_8)), () -> "other", typing("other"));
    assertThat(passwords.existing("alice")).isEqualTo(password.toCharArray());
  }

  @Test
  void theEnvironmentComesBeforeTheTerminal() throws Exception {
    Passwords passwords = new Passwords(Optional.empty(), () -> "pässword", typing("other"));
    assertThat(passwords.existing("alice")).isEqualTo("pässword".toCharArray());
    assertThat(passwords.chosen("alice")).isEqualTo("pässword".toCharArray());
  }

  @Test
  void aNewPasswordIsTypedTwice() throws Exception {
    assertThat(
            new Passwords(Optional.empty(), () -> null, typing("secret", "secret")).chosen("alice"))
        .isEqualTo("secret".toCharArray());
    assertThatThrownBy(() ->
            new Passwords(Optional.empty(), () -> null, typing("secret", "sceret")).chosen("alice"))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("differ");
  }

  @Test
  void anExistingPasswordIsTypedOnce() throws Exception {
    assertThat(new Passwords(Optional.empty(), () -> null, typing("secret")).existing("alice"))
        .isEqualTo("secret".toCharArray());
  }

  @Test
  void withoutATerminalTheWaysOutAreNamed() {
    assertThatThrownBy(
            () -> new Passwords(Optional.empty(), () -> null, typing()).existing("alice"))
        .isInstanceOfSatisfying(
            ClientException.class,
            problem ->
                assertThat(problem.remedy())
                    .contains("--password-file")
                    .contains("SECURECHAT_PASSWORD"));
  }

  @Test
  void whatCannotBeAPasswordIsRefused() throws Exception {
    refused(file(new byte[0]), "empty");
    refused(file("\n".getBytes(StandardCharsets.UTF_8)), "empty");
    refused(file(new byte[] {(byte) 0xff}), "not UTF-8");
    refused(file(new byte[2000]), "longer");
    refused(Optional.of(temporary.resolve("none")), "cannot be read");
    assertThatThrownBy(() -> new Passwords(Optional.empty(), () -> "", typing("x")).existing("a"))
        .hasMessageContaining("empty");
  }

  private static void refused(Optional<Path> file, String why) {
    assertThatThrownBy(() -> new Passwords(file, () -> null, typing("x")).existing("alice"))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining(why);
  }
}
