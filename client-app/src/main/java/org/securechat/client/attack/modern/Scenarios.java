package org.securechat.client.attack.modern;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.securechat.client.attack.scenario.Scenario;

/** All attacks there are, in the order in which they are run. */
public final class Scenarios {
  private static final List<Scenario> ALL =
      Stream.of(
              FrameAttacks.all(),
              HelloAttacks.all(),
              DowngradeAttacks.all(),
              StateAttacks.all(),
              CertificateAttacks.all(),
              AccountAttacks.all(),
              RecordAttacks.all(),
              MessageAttacks.all(),
              TamperedMessages.all(),
              AboutAttacks.all(),
              FileAttacks.all(),
              KindAttacks.all())
          .flatMap(List::stream)
          .toList();

  private Scenarios() {}

  /** All, slow ones included. */
  public static List<Scenario> all() {
    return ALL;
  }

  /** The one of that id. */
  public static Optional<Scenario> find(String id) {
    return ALL.stream().filter(scenario -> scenario.id().equals(id)).findFirst();
  }
}
