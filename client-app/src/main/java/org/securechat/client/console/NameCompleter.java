package org.securechat.client.console;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** The rooms and users heard of, for completion. Thread-safe. */
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
    Verb verb = Verb.of(line.words().get(0)).orElse(Verb.HELP);
    if (line.wordIndex() == 1 && verb.takesUser()) {
      offer(users, candidates);
    } else if (line.wordIndex() == 1 && verb.takesRoom()
        || line.wordIndex() == 2 && verb == Verb.INVITE) {
      offer(rooms, candidates);
    }
  }

  private static void offer(Set<String> names, List<Candidate> candidates) {
    names.forEach(name -> candidates.add(new Candidate(name)));
  }
}
