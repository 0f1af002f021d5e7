package org.securechat.client.command;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.command.options.ConnectionOptions;
import org.securechat.client.command.options.KeptOptions;
import org.securechat.client.command.options.Output;
import org.securechat.client.command.options.OutputOptions;
import org.securechat.client.connection.RequestRefusedException;
import org.securechat.client.identity.Identity;
import org.securechat.client.reading.FoldedRoom;
import org.securechat.client.reading.KeptSearch;
import org.securechat.client.search.ServerQuery;
import org.securechat.client.search.ServerSearch;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.KeptRoom;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.storage.RoomArchive;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.RoomInfo;
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
      "Find messages in what is kept here, without a server; with --online, on the server.",
      "All words must be in a message, in any case. An edited message is found by its newest"
          + " words; on the server, each of its lines by its own.",
      "Each line that is found is checked again with the certificates that are kept. Whether the"
          + " server still says the same is checked by 'securechat history'.",
      "With --online nothing has to be kept here. Each line is checked by its signature and"
          + " certificate, and its place in the room as far as the room is kept; where it is not,"
          + " the place is the server's word, and is shown as that."
    },
    mixinStandardHelpOptions = true,
    exitCodeList = {
      "0:something was found",
      "1:nothing was found, something that was found does not hold, or failed",
      "2:wrong usage"
    },
    footer = {
      "  securechat search --as alice invoice november",
      "  securechat search --as alice --room lobby \"good morning\"",
      "  securechat search --as alice --all --json invoice",
      "  securechat search --as alice --online --from bob --last 5 invoice"
    })
final class SearchCommand implements Callable<Integer> {
  private static final int USUAL = 50;

  @Mixin private ConnectionOptions server;
  @Mixin private OutputOptions output;

  @Option(names = "--room", paramLabel = "ROOM", description = "in this room alone")
  private String room;

  @Option(names = "--from", paramLabel = "USER", description = "messages of this user alone")
  private String from;

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "the newest N of each room (default: all; with --online 50; 0 for all)")
  private Integer last;

  @Option(
      names = "--online",
      description = "have the server search, in all rooms that you are in or in --room")
  private boolean online;

  @Option(
      names = "--all",
      description = "also what was taken back, erased or later changed, as far as it is kept here")
  private boolean all;

  @Parameters(arity = "0..*", paramLabel = "WORD", description = "what must be in the text")
  private List<String> words = List.of();

  @Spec private CommandSpec spec;
  private long found;

  @Override
  public Integer call() throws ClientException {
    Output out = output.open(spec);
    check();
    if (online) {
      searchServer(out);
    } else {
      searchKept(out);
    }
    return found == 0 ? 1 : out.exitCode();
  }

  private void check() throws ClientException {
    if (words.isEmpty() && from == null) {
      throw usage("name the words to look for, or a user by --from");
    }
    if (last != null && last < 0) {
      throw usage("--last must not be negative");
    }
    if (online && all) {
      throw usage("--all is about what is kept here, and does not go with --online");
    }
    if (from != null) {
      from = Identity.username(from);
    }
  }

  private ParameterException usage(String wrong) {
    return new ParameterException(spec.commandLine(), wrong);
  }

  private void searchKept(Output out) throws ClientException {
    KeptSearch search = kept();
    KeptOptions kept = server.kept();
    for (RoomArchive archive : kept.rooms(Optional.ofNullable(room))) {
      try (KeptRoom one = kept.open(archive)) {
        if (last == null || last == 0) {
          search.in(FoldedRoom.of(one), match -> print(out, match));
        } else {
          newest(search, FoldedRoom.of(one)).forEach(match -> print(out, match));
        }
      }
    }
  }

  private KeptSearch kept() {
    try {
      return new KeptSearch(words, Optional.ofNullable(from), all);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private Deque<KeptSearch.Match> newest(KeptSearch search, FoldedRoom read)
      throws ClientException {
    Deque<KeptSearch.Match> newest = new ArrayDeque<>();
    search.in(
        read,
        match -> {
          newest.add(match);
          if (newest.size() > last) {
            newest.remove();
          }
        });
    return newest;
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

  private void searchServer(Output out) throws ClientException {
    ServerQuery query = query();
    SessionCommand.Alarms alarms = new SessionCommand.Alarms(out);
    try (ChatSession session = ChatSession.open(server.session(false), alarms, false)) {
      for (RoomInfo one : rooms(session)) {
        try {
          print(out, one.name(), ServerSearch.in(session, one, query));
        } catch (RequestRefusedException e) {
          if (room != null || e.error() != ErrorCode.UNAVAILABLE) {
            throw e;
          }
          // One room that cannot be read is no reason not to search the others.
          out.note(false);
          alarms.trouble(new ClientException(one.name() + ": " + e.getMessage(), e));
        }
      }
    }
  }

  private ServerQuery query() {
    try {
      return ServerQuery.of(words, Optional.ofNullable(from), last == null ? USUAL : last);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private List<RoomInfo> rooms(ChatSession session) throws ClientException {
    if (room == null) {
      return session.rooms().stream().filter(RoomInfo::member).toList();
    }
    return List.of(
        session
            .room(room)
            .orElseThrow(() ->
                new ClientException(
                    "there is no room '" + room + "' that you may enter",
                    "'securechat rooms' lists the rooms.")));
  }

  private void print(Output out, String name, ServerSearch.Result result) {
    for (RoomMessage.Found one : result.lines()) {
      found++;
      out.note(one.line().verified());
      String note = one.placed() ? "" : "(place not verified) ";
      out.print(MessageJson.found(one), note + out.text().of(one.line(), true, Instant.now()));
    }
    if (output.json()) {
      out.print(
          MessageJson.event("searched")
              .put("room", name)
              .put("found", result.lines().size())
              .put("searched_to", result.searchedTo())
              .put("more", result.more()),
          "");
    }
  }
}
