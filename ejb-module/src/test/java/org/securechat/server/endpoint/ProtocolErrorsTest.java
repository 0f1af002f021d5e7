package org.securechat.server.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.server.DomainException;
import org.securechat.server.account.AccountException;
import org.securechat.server.chat.ChatException;
import org.securechat.server.receipt.ReceiptException;
import org.securechat.server.room.RoomException;

/** PROTOCOL.md 7.9: each refusal has a code, and each code has words that tell no more. */
class ProtocolErrorsTest {
  private static final String SOURCE = "src/main/java/";

  @Test
  @DisplayName("each family of exceptions has a case, so that none falls to the default unseen")
  void everyFamilyIsMapped() throws IOException {
    String translation =
        Files.readString(Path.of(SOURCE, "org/securechat/server/endpoint/ProtocolErrors.java"));
    Set<String> unmapped = new TreeSet<>();
    for (Class<?> family : families()) {
      if (!translation.contains("case " + family.getSimpleName() + " ")) {
        unmapped.add(family.getName());
      }
    }
    assertThat(unmapped).isEmpty();
  }

  @Test
  void theCodesSayNothingOfTheCause() {
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(ProtocolErrors.failure(1, code).detail()).isNotBlank();
    }
  }

  @Test
  void whatAUserCanDoSomethingAboutIsNamed() {
    assertThat(told(new RoomException(RoomException.Reason.ARCHIVED, ""))).contains("archived");
    assertThat(told(new RoomException(RoomException.Reason.MODERATORS_INVITE, "")))
        .contains("owner and moderators", "invite");
    assertThat(told(new RoomException(RoomException.Reason.INVALID_ROOM, "")))
        .contains("name of a room", "lower case");
    assertThat(told(new AccountException(AccountException.Reason.MALFORMED, "")))
        .contains("username", "lower case");
    assertThat(told(new ReceiptException(ReceiptException.Reason.RANGE_TOO_WIDE, "")))
        .contains("shorter range")
        .doesNotContain("message");
    assertThat(told(new ReceiptException(ReceiptException.Reason.CERTIFICATE_REFUSED, "/etc/pki")))
        .contains("receipt certificate", "operator")
        .doesNotContain("/etc/pki");
    assertThat(told(new ChatException(ChatException.Reason.SEARCH_OFF, "")))
        .contains("does not search for members");
    assertThat(told(new ChatException(ChatException.Reason.NO_WORD, ""))).contains("no word");
  }

  private static String told(DomainException refused) {
    return ProtocolErrors.failure(1, refused).detail();
  }

  /** The direct subclasses of DomainException; what extends one of them is mapped with it. */
  private static List<Class<?>> families() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(SOURCE))) {
      return files
          .filter(file -> file.toString().endsWith("Exception.java"))
          .map(ProtocolErrorsTest::load)
          .filter(type -> type.getSuperclass() == DomainException.class)
          .filter(type -> !Modifier.isAbstract(type.getModifiers()))
          .collect(Collectors.toList());
    }
  }

  private static Class<?> load(Path file) {
    String path = Path.of(SOURCE).relativize(file).toString();
    try {
      return Class.forName(path.substring(0, path.length() - ".java".length()).replace('/', '.'));
    } catch (ClassNotFoundException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
