package org.securechat.client.command;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.command.options.KeptOptions;
import org.securechat.client.command.options.Output;
import org.securechat.client.command.options.OutputOptions;
import org.securechat.client.reading.FoldedRoom;
import org.securechat.client.reading.KeptSearch;
import org.securechat.client.session.KeptRoom;
import org.securechat.client.storage.RoomArchive;
import org.securechat.client.text.MessageJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code search}. */
@Command(
    name = "search",
    description = {
      "Find messages in what is kept here, without a server.",
      "All words must be in a message, in any case. An edited message is found by its newest"
          + " words.",
      "Each line that is found is checked again with the certificates that are kept. Whether the"
          + " server still says the same is checked by 'securechat history'."
    },
    mixinStandardHelpOptions = true,
    exitCodeList = {"0:something was found", "1:nothing was found, or failed", "2:wrong usage"},
    footer = {
      "  securechat search --as alice invoice november",
      "  securechat search --as alice --room lobby \"good morning\"",
      "  securechat search --as alice --all --json invoice"
    })
final class SearchCommand implements Callable<Integer> {
  @Mixin private KeptOptions kept;
  @Mixin private OutputOptions output;

  @Option(names = "--room", paramLabel = "ROOM", description = "in this room alone")
  private String room;

  @Option(
      names = "--all",
      description = "also what was taken back, erased or later changed, as far as it is kept here")
  private boolean all;

  @Parameters(arity = "1..*", paramLabel = "WORD", description = "what must be in the text")
  private List<String> words;

  @Spec private CommandSpec spec;
  private long found;

  @Override
  public Integer call() throws ClientException {
    Output out = output.open(spec);
    KeptSearch search = search();
    for (RoomArchive archive : kept.rooms(Optional.ofNullable(room))) {
      try (KeptRoom one = kept.open(archive)) {
        search.in(FoldedRoom.of(one), match -> print(out, match));
      }
    }
    return found == 0 ? 1 : 0;
  }

  private KeptSearch search() {
    try {
      return new KeptSearch(words, all);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private void print(Output out, KeptSearch.Match match) {
    found++;
    String state = match.state().words();
    if (!match.current() && state.equals("edited")) {
      state = "later changed";
    }
    // In front of it, so that no text can pass for a word of this program's.
    String note = state.isEmpty() ? "" : "(" + state + ") ";
    out.print(
        MessageJson.match(match.line(), match.state().code(), match.wordsAt()),
        note + out.text().of(match.line(), true, Instant.now()));
  }
}
