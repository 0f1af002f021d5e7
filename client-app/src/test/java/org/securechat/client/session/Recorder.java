package org.securechat.client.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.securechat.client.problem.Problem;

/** Remembers what a session told. */
final class Recorder implements SessionListener {
  final List<RoomMessage> messages = new CopyOnWriteArrayList<>();
  final List<Finding> alarms = new CopyOnWriteArrayList<>();
  final List<Link> links = new CopyOnWriteArrayList<>();
  final List<Problem> troubles = new CopyOnWriteArrayList<>();

  @Override
  public void message(RoomMessage message) {
    messages.add(message);
  }

  @Override
  public void alarm(String room, Finding finding) {
    alarms.add(finding);
  }

  @Override
  public void trouble(Problem problem) {
    troubles.add(problem);
  }

  @Override
  public void connection(Link link, Optional<Problem> why) {
    links.add(link);
  }

  /** The words that were said, in the order told. */
  List<String> texts() {
    return messages.stream()
        .filter(message -> message.body() instanceof Body.Text)
        .map(message -> ((Body.Text) message.body()).text())
        .toList();
  }

  /** What was wrong with the message of those words. */
  List<Fault> faults(String text) {
    return messages.stream()
        .filter(m -> m.body() instanceof Body.Text said && said.text().equals(text))
        .flatMap(m -> m.findings().stream())
        .map(Finding::fault)
        .toList();
  }
}
