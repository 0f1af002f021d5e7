package org.securechat.protocol.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "alice", "a.b_c-d", "7of9"})
  void namesOfUsersAndRooms(String name) {
    assertThat(Names.isUsername(name)).isTrue();
    assertThat(Names.isCreatedRoom(name)).isTrue();
    assertThat(Names.isRoom(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice@example.org", "a+b", "a@b", "a.@-b", "a+x@b"})
  void namesOfUsersAlone(String name) {
    assertThat(Names.isUsername(name)).isTrue();
    assertThat(Names.isRoom(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".a",
        "-a",
        "_a",
        "+a",
        "Alice",
        "a b",
        "a|b",
        "a:b",
        "a/b",
        "ä",
        "а",
        "a\n",
        "@server",
        "a\0",
        "@",
        "a@",
        "@b",
        "a@b@c",
        "a@@b",
        "a@b.",
        "a@B",
        "\u212aim"
      })
  void noNames(String name) {
    assertThat(Names.isUsername(name)).isFalse();
    assertThat(Names.isRoom(name)).isFalse();
  }

  @Test
  void namesHaveALongestLength() {
    assertThat(Names.isUsername("a".repeat(128))).isTrue();
    assertThat(Names.isUsername("a".repeat(129))).isFalse();
    assertThat(Names.isCreatedRoom("a".repeat(64))).isTrue();
    assertThat(Names.isCreatedRoom("a".repeat(65))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Alice, alice",
    "ALICE@Example.ORG, alice@example.org",
    "Äb, Äb",
    "\u212Aim, \u212Aim"
  })
  void lowerCaseFoldsAsciiAlone(String text, String folded) {
    assertThat(Names.lowerCase(text)).isEqualTo(folded);
  }

  @Test
  void aDirectRoomIsTheSameFromEitherSide() {
    assertThat(Names.directRoom("bob", "alice")).isEqualTo("dm:alice:bob");
    assertThat(Names.directRoom("alice", "bob")).isEqualTo("dm:alice:bob");
    String longest = Names.directRoom("a".repeat(128), "b".repeat(128));
    assertThat(longest).hasSize(Names.MAX_ROOM_LENGTH).matches(Names::isRoom);
    assertThatThrownBy(() -> Names.directRoom("alice", "Bob"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDirectRoomIsOfTwo() {
    assertThat(Names.partner("dm:alice:bob", "alice")).isEqualTo("bob");
    assertThat(Names.partner("dm:alice:bob", "bob")).isEqualTo("alice");
    assertThat(Names.partner("dm:a:a", "a")).isEqualTo("a");
    for (String user : new String[] {"bo", "ob", "alice:bob", "", "carol"}) {
      assertThatThrownBy(() -> Names.partner("dm:alice:bob", user))
          .as(user)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Names.partner("alice:bob", "bob"))
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
    assertThat(Names.isCreatedRoom("classic:0123456789abcdef:fedcba9876543210")).isFalse();
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

  @Test
  void roomIdsAreCanonicalUuids() {
    assertThat(RoomIds.isRoomId("0191a1b2-0000-7000-8000-00000000000f")).isTrue();
    assertThat(RoomIds.isRoomId("0191A1B2-0000-7000-8000-00000000000f")).isFalse();
    assertThat(RoomIds.isRoomId("0191a1b200000-7000-8000-00000000000f")).isFalse();
    assertThat(RoomIds.isRoomId("1-1-1-1-1")).isFalse();
  }
}
