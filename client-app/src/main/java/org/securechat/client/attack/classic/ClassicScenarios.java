package org.securechat.client.attack.classic;

import java.util.ArrayList;
import java.util.List;
import org.securechat.client.attack.scenario.Scenario;

/** All attacks by the classic protocol, in the order in which they are run. */
public final class ClassicScenarios {
  private static final List<Scenario> ALL = list();

  private ClassicScenarios() {}

  /** All, slow ones included. */
  public static List<Scenario> all() {
    return ALL;
  }

  private static List<Scenario> list() {
    List<Scenario> all = new ArrayList<>();
    for (ClassicEndpointKind endpoint : ClassicEndpointKind.values()) {
      all.addAll(LineAttacks.at(endpoint));
      all.addAll(ClassicCertificateAttacks.at(endpoint));
      all.addAll(AgreementAttacks.at(endpoint));
    }
    all.addAll(SlowAttacks.all());
    all.addAll(CommandAttacks.all());
    all.addAll(MalformedCommands.all());
    all.addAll(AccountCommands.all());
    all.addAll(ChatAttacks.all());
    all.add(CrossSessionReplay.scenario());
    all.addAll(TamperedLines.all());
    return List.copyOf(all);
  }
}
