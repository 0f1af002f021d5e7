package org.securechat.client.command.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.securechat.client.SafeText;

/** Aligned text. */
final class AlignedTable {
  private static final String GAP = "  ";

  private final List<Column> columns;

  AlignedTable(List<Column> columns) {
    this.columns = columns;
  }

  /** A line of titles, and one for each object. */
  List<String> lines(List<ObjectNode> objects) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(columns.stream().map(Column::title).toList());
    for (ObjectNode object : objects) {
      rows.add(columns.stream().map(column -> SafeText.line(column.text(object))).toList());
    }
    return aligned(rows);
  }

  /** A line for each member of an object. */
  static List<String> members(ObjectNode object) {
    List<List<String>> rows = new ArrayList<>();
    object
        .properties()
        .forEach(member ->
            rows.add(
                List.of(
                    SafeText.line(member.getKey().replace('_', ' ')),
                    SafeText.line(Column.plain(member.getValue())))));
    return aligned(rows);
  }

  private static List<String> aligned(List<List<String>> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
