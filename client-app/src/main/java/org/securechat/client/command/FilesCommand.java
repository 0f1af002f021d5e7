package org.securechat.client.command;

import java.nio.file.Path;
import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.command.options.Output;
import org.securechat.client.file.FileDownload;
import org.securechat.client.file.SharedFiles;
import org.securechat.client.file.ShownProgress;
import org.securechat.client.session.ChatSession;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.evidence.FileInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code files}. */
@Command(
    name = "files",
    description = {
      "List the files that were sent in a room, or get some of them.",
      "A file is compared with what its author has signed before it gets its name. No file that is",
      "there is overwritten, and none is opened. What was interrupted goes on at the next call."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat files --as bob --room lobby",
      "  securechat files --as bob --room lobby --into downloads 12 15"
    })
final class FilesCommand extends SessionCommand {
  @Option(names = "--room", required = true, paramLabel = "ROOM", description = "the room")
  private String room;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "the folder for the files (default: the current one)")
  private Path folder;

  @Parameters(arity = "0..*", paramLabel = "N", description = "get the files of these lines")
  private List<Long> positions = List.of();

  @Override
  void check() {
    if (positions.stream().anyMatch(position -> position < 1)) {
      throw usage("lines are numbered from 1 on");
    }
  }

  @Override
  boolean reconnects() {
    return true;
  }

  @Override
  void run(ChatSession session, Output out) throws ClientException {
    session.follow(room);
    if (positions.isEmpty()) {
      SharedFiles.all(session, room).forEach(line -> out.message(line, false));
      return;
    }
    for (long position : positions) {
      get(session, out, position);
    }
  }

  private void get(ChatSession session, Output out, long position) throws ClientException {
    FileInfo file = SharedFiles.at(session, room, position);
    Path saved =
        new FileDownload(session, room, file, folder, new ShownProgress(out::print, file)).run();
    out.print(
        MessageJson.event("downloaded")
            .put("room", room)
            .put("position", position)
            .put("path", saved.toString())
            .put("size", file.size())
            .put("sha256", file.sha256()),
        out.text().good()
            + " saved, the file of line "
            + position
            + ": "
            + SafeText.line(saved.toString()));
  }
}
