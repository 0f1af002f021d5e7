package org.securechat.client.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.command.options.KeptOptions;
import org.securechat.client.command.options.Output;
import org.securechat.client.command.options.OutputOptions;
import org.securechat.client.command.options.TimeOptions;
import org.securechat.client.command.options.TimeRange;
import org.securechat.client.reading.ConversationFile;
import org.securechat.client.reading.ConversationForm;
import org.securechat.client.reading.FoldedRoom;
import org.securechat.client.reading.Stretch;
import org.securechat.client.reading.WrittenLines;
import org.securechat.client.session.KeptRoom;
import org.securechat.client.storage.RoomArchive;
import org.securechat.client.text.MessageJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code export}. */
@Command(
    name = "export",
    description = {
      "Write a room as it is kept here into a file for other programs, without a server.",
      "Edited messages have their newest words; what was taken back or erased is shown as that."
          + " As jsonl, it is the record line by line, as 'securechat history --json' prints it.",
      "With --since or --until only lines that were received in that time are written, as they"
          + " read now, also by later lines; how many are left out is said.",
      "Each line is checked again with the certificates that are kept. The file proves nothing:"
          + " 'securechat receipt' makes evidence.",
      "Exit code 1 if a line does not hold."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat export --as alice --room lobby --format markdown --out lobby.md",
      "  securechat export --as alice --room lobby --format mbox --out lobby.mbox",
      "  securechat export --as alice --room lobby --format jsonl --out lobby.jsonl",
      "  securechat export --as alice --room lobby --format mbox --out november.mbox \\",
      "      --since 2026-11-01 --until 2026-11-30"
    })
final class ConversationExportCommand implements Callable<Integer> {
  @Mixin private KeptOptions kept;
  @Mixin private OutputOptions output;

  @Option(names = "--room", paramLabel = "ROOM", required = true, description = "the room")
  private String room;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      required = true,
      description = "markdown, mbox (a mail for each message) or jsonl (one JSON object a line)")
  private ConversationForm form;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "where to write it: a new file")
  private Path file;

  @Mixin private TimeOptions times;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws ClientException {
    TimeRange time = times.range();
    Output out = output.open(spec);
    List<RoomArchive> found = kept.rooms(Optional.of(room));
    if (found.size() > 1) {
      throw new ClientException(
          "several rooms of the name " + room + " are kept, one after the other",
          "Name another --data with the one that is meant: they are "
              + found.stream().map(one -> one.folder().toString()).toList()
              + ".");
    }
    try (KeptRoom one = kept.open(found.getFirst())) {
      Stretch stretch = stretch(out, found.getFirst(), one, time);
      WrittenLines written = new ConversationFile(file).write(FoldedRoom.of(one), stretch, form);
      report(out, one, stretch, written);
    }
    return out.exitCode();
  }

  private Stretch stretch(Output out, RoomArchive archive, KeptRoom one, TimeRange time)
      throws ClientException {
    if (!time.isLimited()) {
      return new Stretch(1, one.last());
    }
    KeptLines lines = KeptLines.of(archive, time);
    lines.print(out, room, time);
    if (lines.isEmpty()) {
      throw new ClientException(
          "of " + room + " no line is kept " + time.words(),
          "Nothing was written. Look at --since, --until and --zone; 'securechat history' fetches"
              + " what has come since.");
    }
    return new Stretch(lines.first(), lines.last());
  }

  private void report(Output out, KeptRoom one, Stretch stretch, WrittenLines written) {
    long leftOut = stretch.leftOut(one.last());
    boolean good = written.faulty() == 0;
    out.note(good);
    String faulty = good ? "" : ", of which " + written.faulty() + " do not hold";
    out.print(
        MessageJson.event("exported")
            .put("room", room)
            .put("format", form.name().toLowerCase(Locale.ROOT))
            .put("path", file.toAbsolutePath().normalize().toString())
            .put("first", stretch.first())
            .put("last", stretch.last())
            .put("left_out", leftOut)
            .put("written", written.lines())
            .put("faulty", written.faulty()),
        (good ? out.text().good() : out.text().bad())
            + " "
            + room
            + ", lines "
            + stretch.first()
            + " to "
            + stretch.last()
            + (leftOut == 0 ? "" : " (" + leftOut + " of 1 to " + one.last() + " left out)")
            + ": "
            + file
            + faulty);
  }
}
