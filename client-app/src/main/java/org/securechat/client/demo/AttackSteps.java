package org.securechat.client.demo;

import java.util.ArrayList;
import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.client.attack.AttackRun;
import org.securechat.client.attack.modern.Scenarios;
import org.securechat.client.attack.scenario.Outcome;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Target;

/** Attacks as a step: each has to be refused, and none may be left out. */
final class AttackSteps {
  private AttackSteps() {}

  static List<String> run(Target target, String... ids) throws ClientException {
    List<Scenario> scenarios = new ArrayList<>();
    for (String id : ids) {
      scenarios.add(Scenarios.find(id).orElseThrow());
    }
    return judged(new AttackRun(target, new AttackRun.Watcher() {}).run(scenarios));
  }

  private static List<String> judged(List<Outcome> outcomes) throws ClientException {
    List<String> details = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      Scenario scenario = outcome.scenario();
      if (outcome.verdict() != Outcome.Verdict.REFUSED) {
        throw new ClientException(
            scenario.does() + ": " + outcome.got() + " instead of " + scenario.expected());
      }
      details.add(scenario.does() + ": " + outcome.got());
    }
    return details;
  }
}
