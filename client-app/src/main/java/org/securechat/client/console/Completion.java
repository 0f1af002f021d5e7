package org.securechat.client.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser.ParseContext;
import org.securechat.client.console.model.InputText;

/** Completes the word before the cursor. Used on one thread. */
final class Completion {
  private static final int MOST_SHOWN = 8;

  private final NameCompleter names;
  private final LineParser parser = new LineParser();

  Completion(NameCompleter names) {
    this.names = names;
  }

  /**
   * Completes as far as there is no choice.
   *
   * @return the choices, if there is one
   */
  Optional<String> complete(InputText input) {
    String before = input.text().substring(0, input.cursor());
    // A message of several lines is completed like one of its last line.
    String line = before.startsWith("/") ? before : before.substring(before.lastIndexOf('\n') + 1);
    ParsedLine parsed = parser.parse(line, line.length(), ParseContext.COMPLETE);
    boolean called = !line.startsWith("/") && parsed.word().startsWith("@");
    String begun = called ? parsed.word().substring(1) : parsed.word();
    List<Candidate> all = new ArrayList<>();
    names.complete(null, parsed, all);
    List<String> fitting =
        all.stream().map(Candidate::value).filter(name -> name.startsWith(begun)).toList();
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    String common = common(fitting);
    boolean one = fitting.size() == 1;
    var _ = input.insert(common.substring(begun.length()) + (one ? " " : ""));
    return one
        ? Optional.empty()
        : Optional.of(
            String.join(" ", fitting.subList(0, Math.min(MOST_SHOWN, fitting.size())))
                + (fitting.size() > MOST_SHOWN ? " …" : ""));
  }

  private static String common(List<String> words) {
    String common = words.getFirst();
    for (String word : words) {
      while (!word.startsWith(common)) {
        common = common.substring(0, common.length() - 1);
      }
    }
    return common;
  }
}
