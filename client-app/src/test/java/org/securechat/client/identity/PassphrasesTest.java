package org.securechat.client.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.securechat.client.ClientException;

/** Passphrases of new keys and of keys that are there. */
class PassphrasesTest {
  private static final Path KEY = Path.of("alice.key");

  @TempDir Path temporary;

  @Test
  void newOneIsTypedTwice() throws Exception {
    assertThat(typed("lamp river seven", "lamp river seven").chosen("alice"))
        .isEqualTo("lamp river seven".toCharArray());
    assertThatThrownBy(() -> typed("lamp river seven", "lamp rivet seven").chosen("alice"))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("differ");
  }

  @ParameterizedTest
  @CsvSource({"short,characters", "alicealice,first that a guesser tries"})
  void newOneThatIsEasyToGuessIsRefused(String easy, String why) {
    assertThatThrownBy(() -> typed(easy, easy).chosen("alice"))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("the new passphrase")
        .hasMessageContaining(why);
  }

  @Test
  void withoutATerminalTheFileIsNamedAsTheWay() {
    assertThatThrownBy(() -> typed().chosen("alice"))
        .isInstanceOfSatisfying(
            ClientException.class,
            problem -> assertThat(problem.remedy()).contains("--passphrase-file"));
  }

  @Test
  void fileThatOthersCanReadIsRefusedForANewOneToo() throws Exception {
    Path secret = Files.writeString(temporary.resolve("secret"), "lamp river seven\n");
    Passphrases passphrases = new Passphrases(Optional.of(secret), _ -> Optional.empty());
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> passphrases.chosen("alice"))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("chmod 600");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    assertThat(passphrases.chosen("alice")).isEqualTo("lamp river seven".toCharArray());
  }

  @Test
  void isAskedForOnceWhateverItOpens() throws Exception {
    try (RememberedPassphrase remembered = new RememberedPassphrase(typed("wrong", "right"))) {
      assertThat(remembered.last()).isEmpty();
      assertThat(remembered.get(KEY, 0)).hasValue("wrong".toCharArray());
      assertThat(remembered.get(KEY, 1)).hasValue("right".toCharArray());
      assertThat(remembered.get(Path.of("other.key"), 0)).hasValue("right".toCharArray());
      assertThat(remembered.last()).hasValue("right".toCharArray());
      assertThat(remembered).hasToString("RememberedPassphrase");
    }
  }

  private static Passphrases typed(String... lines) {
    Queue<String> typed = new ArrayDeque<>(List.of(lines));
    return new Passphrases(
        Optional.empty(), _ -> Optional.ofNullable(typed.poll()).map(String::toCharArray));
  }
}
