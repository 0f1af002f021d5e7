package org.securechat.client.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.securechat.client.ClientException;

/** Remembers what a session told. */
final class Recorder implements SessionListener {
  final List<RoomMessage> messages = new CopyOnWriteArrayList<>();
  final List<TranscriptFinding> alarms = new CopyOnWriteArrayList<>();
  final List<Contradiction> contradictions = new CopyOnWriteArrayList<>();
  final List<Link> links = new CopyOnWriteArrayList<>();
  final List<String> deliveries = new CopyOnWriteArrayList<>();
  final List<String> repairs = new CopyOnWriteArrayList<>();
  final List<String> retries = new CopyOnWriteArrayList<>();
  final List<Duration> waits = new CopyOnWriteArrayList<>();
  final List<ClientException> troubles = new CopyOnWriteArrayList<>();

  @Override
  public void message(RoomMessage message) {
    messages.add(message);
  }

  @Override
  public void alarm(String room, TranscriptFinding finding) {
    alarms.add(finding);
  }

  @Override
  public void contradiction(Contradiction found) {
    contradictions.add(found);
  }

  @Override
  public void trouble(ClientException problem) {
    troubles.add(problem);
  }

  @Override
  public void repaired(String room, String what) {
    repairs.add(what);
  }

  @Override
  public void delivery(String room, String text, Delivery state) {
    deliveries.add(text + " " + state);
  }

  @Override
  public void retrying(ClientException why, Duration wait) {
    retries.add(why.code());
    waits.add(wait);
  }

  @Override
  public void connection(Link link, Optional<ClientException> why) {
    links.add(link);
  }

  /** The words that were said, in the order told. */
  List<String> texts() {
    return messages.stream()
        .filter(message -> message.body() instanceof MessageBody.Said)
        .map(message -> ((MessageBody.Said) message.body()).content().words().orElse(""))
        .toList();
  }

  /** What was wrong with the message of those words. */
  List<Fault> faults(String text) {
    return messages.stream()
        .filter(m ->
            m.body() instanceof MessageBody.Said said
                && said.content().words().equals(Optional.of(text)))
        .flatMap(m -> m.findings().stream())
        .map(TranscriptFinding::fault)
        .toList();
  }
}
