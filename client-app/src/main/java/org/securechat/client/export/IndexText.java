package org.securechat.client.export;

import org.securechat.client.SafeText;
import org.securechat.client.export.ExportIndex.Bundle;
import org.securechat.client.export.ExportIndex.Failed;
import org.securechat.client.export.ExportIndex.Room;

/** {@code index.txt}: an export's index for people with a terminal. */
final class IndexText {
  private IndexText() {}

  static String of(ExportIndex index) {
    StringBuilder text = new StringBuilder(4_096);
    line(text, "SecureChat export");
    line(text, "");
    line(text, "server    " + index.server());
    line(text, "made      " + index.madeAt() + " by " + index.madeBy());
    line(text, "time      " + index.time());
    if (!index.person().isEmpty()) {
      line(text, "user      " + index.person());
    }
    line(text, "content   " + index.rooms().size() + " rooms, " + index.bundles() + " bundles");
    line(text, "to check  securechat verify FOLDER --ca CA.pem");
    line(text, "");
    line(text, "This index proves nothing, because it is not signed. Each bundle proves what");
    line(text, "is in it; 'verify' checks them all and holds this index against them.");
    if (!index.person().isEmpty()) {
      line(text, "A bundle has all lines of the room in that time, because a proof is about whole");
      line(text, "rooms; the lines of " + index.person() + " are named.");
    }
    index.rooms().forEach(room -> room(text, room, index.person()));
    if (!index.withoutLines().isEmpty()) {
      line(text, "");
      line(text, "Rooms without a line in that time:");
      index.withoutLines().forEach(room -> line(text, "  " + room));
    }
    if (!index.failed().isEmpty()) {
      line(text, "");
      line(text, "NOT EXPORTED:");
      for (Failed failed : index.failed()) {
        line(text, "  " + failed.room() + ": " + failed.reason());
      }
    }
    return text.toString();
  }

  private static void room(StringBuilder text, Room room, String person) {
    line(text, "");
    line(text, "Room " + room.room() + " (" + room.roomId() + ")");
    line(text, "  lines " + room.first() + " to " + room.last() + ", " + room.lines() + " in all");
    line(text, "  received from " + room.firstAt() + " to " + room.lastAt());
    if (room.bundles().size() > 1) {
      line(text, "  in several bundles, which continue each other:");
    }
    for (Bundle bundle : room.bundles()) {
      line(text, "  " + bundle.file());
      line(
          text,
          "    lines "
              + bundle.first()
              + " to "
              + bundle.last()
              + ", "
              + bundle.bytes()
              + " bytes");
      line(text, "    sha256 " + bundle.sha256());
      if (!person.isEmpty()) {
        line(
            text,
            "    lines of "
                + person
                + ": "
                + (bundle.userLines().isEmpty() ? "none" : bundle.userLines()));
      }
    }
  }

  private static void line(StringBuilder text, String line) {
    text.append(SafeText.line(line)).append('\n');
  }
}
