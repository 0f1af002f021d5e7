package org.securechat.client.console;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** The rooms and users heard of, for completion. Thread-safe. */
public final class Known implements Completer {
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
    Verb verb = line.words().isEmpty() ? null : Verb.of(line.words().get(0)).orElse(null);
    boolean command = line.line().startsWith("/") && verb != null;
    if (command && line.wordIndex() == 1) {
      (verb.takesRoom() ? rooms : verb.takesUser() ? users : Set.<String>of())
          .forEach(name -> candidates.add(new Candidate(name)));
    } else if (command && line.wordIndex() == 2 && verb == Verb.INVITE) {
      rooms.forEach(name -> candidates.add(new Candidate(name)));
    } else if (!command) {
      users.forEach(name -> candidates.add(new Candidate(name)));
    }
  }
}
