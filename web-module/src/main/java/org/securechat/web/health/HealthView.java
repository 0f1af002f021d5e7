package org.securechat.web.health;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.securechat.server.monitoring.Check;
import org.securechat.server.monitoring.CheckResult;
import org.securechat.server.monitoring.ServerProbes;

/**
 * All that health consists of.
 *
 * @param up whether every check is
 * @param checks in a fixed order
 */
public record HealthView(boolean up, List<CheckView> checks) {

  static HealthView of(ServerProbes probes) {
    List<CheckView> checks =
        Arrays.stream(Check.values())
            .map(check -> CheckView.of(check, check.find(probes)))
            .toList();
    return new HealthView(checks.stream().allMatch(CheckView::up), checks);
  }

  /**
   * One check.
   *
   * @param name as {@code /health} calls it
   * @param kind what it means that it is down
   * @param data what was found
   */
  public record CheckView(String name, String kind, boolean up, Map<String, Object> data) {

    static CheckView of(Check check, CheckResult finding) {
      return new CheckView(check.wireName(), check.kind().wireName(), finding.up(), finding.data());
    }
  }
}
