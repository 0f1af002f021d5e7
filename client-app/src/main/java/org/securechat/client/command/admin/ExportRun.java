package org.securechat.client.command.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.administration.AdminPath;
import org.securechat.client.command.options.TimeRange;
import org.securechat.client.export.BundleSource;
import org.securechat.client.export.ExportIndex;
import org.securechat.client.export.ExportIndex.Bundle;
import org.securechat.client.export.ExportIndex.Failed;
import org.securechat.client.export.FolderExport;
import org.securechat.client.export.RoomRange;
import org.securechat.protocol.json.Json;

/** An export of rooms, as a zip file of one or as a folder of several. */
final class ExportRun {
  private static final String ZIP = ".zip";
  private static final String ROOMS = "rooms";

  private final AdminConsole console;
  private final BundleSource source;
  private final TimeRange time;
  private final Map<String, Object> query;

  /**
   * @param lines which positions; its values are null for all
   */
  ExportRun(AdminConsole console, TimeRange time, Map<String, Long> lines) {
    this.console = console;
    this.source = new BundleSource(console.api());
    this.time = time;
    this.query = new LinkedHashMap<>(lines);
    query.putAll(time.query());
  }

  static boolean isZip(Path out) {
    return out.getFileName() != null && out.getFileName().toString().endsWith(ZIP);
  }

  /** One record as one zip file. */
  int zip(String name, AdminPath record, Path out) throws ClientException {
    console.say(time.words());
    RoomRange range = source.range(record, query);
    if (range.isEmpty()) {
      throw nothing(name);
    }
    console.say(name + ": " + range.words());
    if (range.parts().size() > 1) {
      throw new ClientException(
          "these "
              + range.lines()
              + " lines need "
              + range.parts().size()
              + " bundles; the first ends at line "
              + range.parts().get(0).last(),
          "Name a shorter range, or, for rooms, a folder with --out instead of a zip file.");
    }
    long bytes = source.download(record, range.parts().get(0), out);
    ObjectNode done = Json.object().put("file", out.toString()).put("bytes", bytes);
    return console.done(describe(done, range), out + ", " + bytes + " bytes");
  }

  private ObjectNode describe(ObjectNode object, RoomRange range) {
    object
        .put("room", range.room())
        .put("first", range.first())
        .put("last", range.last())
        .put("first_at", range.firstAt())
        .put("last_at", range.lastAt())
        .put("zone", time.zone().getId());
    time.since().ifPresent(since -> object.put("since", since.toString()));
    time.until().ifPresent(until -> object.put("until", until.toString()));
    return object;
  }

  private ClientException nothing(String name) {
    return new ClientException(
        name + " has no line " + (time.isLimited() ? time.words() : "in that range"),
        "Nothing was written. Look at --since, --until and --zone.");
  }

  /** Several rooms by name. */
  int rooms(List<String> names, Path out) throws ClientException {
    Selection selection = new Selection();
    for (String name : new LinkedHashSet<>(names)) {
      add(selection, name, true);
    }
    return write(selection, "", ROOMS + " " + new LinkedHashSet<>(names), out);
  }

  /** Every room that has a line. */
  int all(Path out) throws ClientException {
    Selection selection = new Selection();
    List<String> names = new ArrayList<>();
    console
        .api()
        .list(
            AdminPath.of(ROOMS), Integer.MAX_VALUE, room -> names.add(room.path("name").asText()));
    for (String name : names) {
      add(selection, name, false);
    }
    return write(selection, "", "all", out);
  }

  /** Every room in which a person took part. */
  int person(String user, Path out) throws ClientException {
    Selection selection = new Selection();
    console
        .api()
        .list(
            AdminPath.of("users", user).then(ROOMS).with(query),
            Integer.MAX_VALUE,
            room -> selection.ranges.add(RoomRange.of(room)));
    if (selection.ranges.isEmpty()) {
      throw new ClientException(
          user + " took part in no room that has a line " + time.words(),
          "Nothing was written. Look at --since, --until and --zone.");
    }
    return write(selection, user, "user " + user, out);
  }

  /** The rooms of an export, and those without a line. */
  private static final class Selection {
    private final List<RoomRange> ranges = new ArrayList<>();
    private final List<String> withoutLines = new ArrayList<>();
  }

  /**
   * @param named whether it was asked for by name, so that it is missed
   */
  private void add(Selection selection, String name, boolean named) {
    RoomRange range;
    try {
      range = source.range(AdminPath.of(ROOMS, name), query);
    } catch (ClientException e) {
      range = missing(name, e.getMessage());
    }
    if (!range.isEmpty() || range.fault().isPresent()) {
      selection.ranges.add(range);
    } else if (named) {
      selection.ranges.add(missing(name, "it has no line in that time"));
    } else {
      selection.withoutLines.add(name);
    }
  }

  private static RoomRange missing(String name, String fault) {
    return new RoomRange(name, "", 1, 0, "", "", List.of(), Optional.of(fault));
  }

  private int write(Selection selection, String person, String asked, Path out)
      throws ClientException {
    console.say(time.words());
    String question =
        String.join("\n", console.api().server().toString(), asked, query.toString(), "");
    FolderExport export = new FolderExport(source, out, question, new Announcer());
    FolderExport.Fetched fetched = export.fetch(selection.ranges);
    if (fetched.rooms().isEmpty()) {
      export.discard();
      throw new ClientException(
          "there is nothing to export", "Nothing was written. Look at the rooms and the time.");
    }
    ExportIndex index =
        new ExportIndex(
            console.api().server().toString(),
            console.api().get(AdminPath.of("me")).body().path("name").asText(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            person,
            time.since().map(Instant::toString).orElse(""),
            time.until().map(Instant::toString).orElse(""),
            time.zone().getId(),
            fetched.rooms(),
            selection.withoutLines,
            fetched.failed());
    export.finish(index);
    return report(index, out);
  }

  private int report(ExportIndex index, Path out) {
    List<Failed> failed = index.failed();
    console.done(
        Json.object()
            .put("folder", out.toString())
            .put("rooms", index.rooms().size())
            .put("bundles", index.bundles())
            .put("without_lines", index.withoutLines().size())
            .put("failed", failed.size()),
        out
            + ": "
            + index.rooms().size()
            + " rooms, "
            + index.bundles()
            + " bundles"
            + (failed.isEmpty() ? "" : "; " + failed.size() + " rooms are MISSING, see index.txt")
            + "\nTo check all of it: securechat verify "
            + out
            + " --ca CA.pem");
    return failed.isEmpty() ? 0 : 1;
  }

  /** Says how far it is. */
  private final class Announcer implements FolderExport.Progress {
    @Override
    public void made(Bundle bundle, String room, int number, int all, boolean kept) {
      console.done(
          Json.object()
              .put("file", bundle.file())
              .put("room", room)
              .put("first", bundle.first())
              .put("last", bundle.last())
              .put("bytes", bundle.bytes())
              .put("sha256", bundle.sha256()),
          "[%d/%d] %s, lines %d to %d, %d bytes%s"
              .formatted(
                  number,
                  all,
                  bundle.file(),
                  bundle.first(),
                  bundle.last(),
                  bundle.bytes(),
                  kept ? ", fetched before" : ""));
    }

    @Override
    public void failed(String room, String reason) {
      console.done(
          Json.object().put("room", room).put("fault", reason),
          "NOT EXPORTED " + room + ": " + reason);
    }
  }
}
