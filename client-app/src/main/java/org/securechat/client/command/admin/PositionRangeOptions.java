package org.securechat.client.command.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which lines of a record are wanted. */
final class PositionRangeOptions {
  @Option(names = "--from", paramLabel = "N", description = "the first line (default: 1)")
  private Long from;

  @Option(names = "--to", paramLabel = "N", description = "the last line (default: the last)")
  private Long to;

  Map<String, Long> query() {
    Map<String, Long> query = new LinkedHashMap<>();
    query.put("from", from);
    query.put("to", to);
    return query;
  }
}
