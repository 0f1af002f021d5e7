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
import org.junit.jupiter.params.provider.ValueSource;
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
    Passwords passwords =
        new Passwords(Optional.empty(), () -> "vier Wörter hier", typing("other"));
    assertThat(passwords.existing("alice")).isEqualTo("vier Wörter hier".toCharArray());
    assertThat(passwords.chosen("alice")).isEqualTo("vier Wörter hier".toCharArray());
  }

  @Test
  void aNewPasswordIsTypedTwice() throws Exception {
    assertThat(typed("lamp river seven", "lamp river seven").chosen("alice"))
        .isEqualTo("lamp river seven".toCharArray());
    assertThatThrownBy(() -> typed("lamp river seven", "lamp rivet seven").chosen("alice"))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("differ");
  }

  private static Passwords typed(String... lines) {
    return new Passwords(Optional.empty(), () -> null, typing(lines));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password123", "qwertyuiop", "1234567890", "aaaaaaaaaaaaaaaaaaaa", "margarethe",
            "MargaretheM",
        "margarethe1987", "P@ssw0rd123", "securechat1", "iloveyou2024", "31.12.1999", "zxcvbnm,./"
      })
  void whatIsTriedFirstIsNoNewPassword(String guess) throws Exception {
    assertThatThrownBy(() -> typed(guess, guess).chosen("margarethe"))
        .isInstanceOfSatisfying(
            ClientException.class,
            problem -> {
              assertThat(problem)
                  .hasMessageContaining("a guesser tries")
                  .hasMessageNotContaining(guess);
              assertThat(problem.remedy()).startsWith("Four words");
            });
    assertThat(typed(guess).existing("margarethe")).as("old ones go on").hasSize(guess.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "x7$Kq!2z",
        "123456789",
        "\uD83D\uDE00\uD83D\uDE01\uD83D\uDE02\uD83D\uDE03\uD83D\uDE04"
      })
  void aShortOneIsNoNewPassword(String given) {
    assertThatThrownBy(() -> new Passwords(Optional.empty(), () -> given, typing()).chosen("alice"))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("needs at least 10");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse",
        "correct horse battery staple",
        "x7$Kq!2zVb",
        "Donaudampfschiff",
        "1f0b9c2e77aa"
      })
  void whatIsHardToGuessIsTaken(String good) throws Exception {
    assertThat(typed(good, good).chosen("alice")).isEqualTo(good.toCharArray());
  }

  @Test
  void aVeryLongOneCostsNoMore() throws Exception {
    String lengthy = "tale of a long night ".repeat(48);
    assertThat(typed(lengthy, lengthy).chosen("alice")).hasSize(lengthy.length());
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
