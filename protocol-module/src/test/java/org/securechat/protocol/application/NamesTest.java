package org.securechat.protocol.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "alice", "a.b_c-d", "7of9"})
  void names(String name) {
    assertThat(Names.isName(name)).isTrue();
    assertThat(Names.isRoom(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".a", "-a", "_a", "Alice", "a b", "a|b", "a:b", "a/b", "ä", "а", "a\n", "@server", "a\0"
      })
  void noNames(String name) {
    assertThat(Names.isName(name)).isFalse();
    assertThat(Names.isRoom(name)).isFalse();
  }

  @Test
  void aNameHasAtMost64Characters() {
    assertThat(Names.isName("a".repeat(64))).isTrue();
    assertThat(Names.isName("a".repeat(65))).isFalse();
  }

  @Test
  void aDirectRoomIsTheSameFromEitherSide() {
    assertThat(Names.directRoom("bob", "alice")).isEqualTo("dm:alice:bob");
    assertThat(Names.directRoom("alice", "bob")).isEqualTo("dm:alice:bob");
    String longest = Names.directRoom("a".repeat(64), "b".repeat(64));
    assertThat(longest).hasSize(Names.MAX_ROOM_LENGTH).matches(Names::isRoom);
    assertThatThrownBy(() -> Names.directRoom("alice", "Bob"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"dm:", "dm:a", "dm:b:a", "dm:a:b:c", "dm::b", "dm:a:", "DM:a:b", "dm:a: b"})
  void noDirectRooms(String name) {
    assertThat(Names.isDirectRoom(name)).isFalse();
    assertThat(Names.isRoom(name)).isFalse();
  }

  @Test
  void classicRooms() {
    assertThat(Names.isRoom("classic:0123456789abcdef:fedcba9876543210")).isTrue();
    assertThat(Names.isName("classic:0123456789abcdef:fedcba9876543210")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "classic:",
        "classic:0123456789abcdef",
        "classic:0123456789abcdef:",
        "classic:0123456789abcdef:fedcba987654321",
        "classic:0123456789abcdef:fedcba98765432100",
        "classic:0123456789abcdef:fedcba987654321G",
        "classic:0123456789ABCDEF:fedcba9876543210",
        "Classic:0123456789abcdef:fedcba9876543210"
      })
  void noClassicRooms(String name) {
    assertThat(Names.isRoom(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "@", "a@", "@b", "a@b@c", "a b@c", "a@b\n", "ä@b"})
  void noEmails(String text) {
    assertThat(Names.isEmail(text)).isFalse();
  }

  @Test
  void emails() {
    assertThat(Names.isEmail("alice@example.org")).isTrue();
    assertThat(Names.isEmail("a".repeat(250) + "@b.c")).isTrue();
    assertThat(Names.isEmail("a".repeat(251) + "@b.c")).isFalse();
  }

  @Test
  void roomIdsAreCanonicalUuids() {
    assertThat(Names.isRoomId("0191a1b2-0000-7000-8000-00000000000f")).isTrue();
    assertThat(Names.isRoomId("0191A1B2-0000-7000-8000-00000000000f")).isFalse();
    assertThat(Names.isRoomId("0191a1b200000-7000-8000-00000000000f")).isFalse();
    assertThat(Names.isRoomId("1-1-1-1-1")).isFalse();
  }
}
