package org.securechat.client.console;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes commands, and the names of rooms and users met so far. Thread-safe. */
public final class NameCompleter implements Completer {
  private final Set<String> rooms = new ConcurrentSkipListSet<>();
  private final Set<String> users = new ConcurrentSkipListSet<>();

  void room(String name) {
    if (!name.startsWith("dm:")) {
      rooms.add(name);
    }
  }

  void user(String name) {
    if (!name.startsWith("@")) {
      users.add(name);
    }
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    if (line.wordIndex() == 0 && line.word().startsWith("/")) {
      for (Verb verb : Verb.values()) {
        candidates.add(new Candidate(verb.word()));
      }
      return;
    }
    if (!line.line().startsWith("/")) {
      offer(users, candidates);
      return;
    }
    List<Verb> verbs = Verb.of(line.words().getFirst());
    if (verbs.size() != 1) {
      return;
    }
    if (verbs.getFirst().takesUser(line.wordIndex())) {
      offer(users, candidates);
    } else if (verbs.getFirst().takesRoom(line.wordIndex())) {
      offer(rooms, candidates);
    }
  }

  private static void offer(Set<String> names, List<Candidate> candidates) {
    names.forEach(name -> candidates.add(new Candidate(name)));
  }
}
