package org.securechat.client.command.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A column of a table.
 *
 * @param title over it
 * @param member of the objects; with dots for a member of a member
 * @param width characters at most, 0 for any number; what is longer is cut off and marked
 */
record Column(String title, String member, int width) {
  static Column of(String title, String member) {
    return new Column(title, member, 0);
  }

  static Column of(String title, String member, int width) {
    return new Column(title, member, width);
  }

  String text(JsonNode object) {
    JsonNode node = object;
    for (String name : member.split("\\.", 0)) {
      node = node.path(name);
    }
    String text = plain(node);
    return width > 0 && text.length() > width ? text.substring(0, width - 1) + "~" : text;
  }

  static String plain(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return "-";
    }
    if (node.isArray()) {
      return StreamSupport.stream(node.spliterator(), false)
          .map(Column::plain)
          .collect(Collectors.joining(", "));
    }
    return node.isValueNode() ? node.asText() : node.toString();
  }
}
