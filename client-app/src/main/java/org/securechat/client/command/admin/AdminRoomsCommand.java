package org.securechat.client.command.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.securechat.client.ClientException;
import org.securechat.client.administration.AdminAnswer;
import org.securechat.client.administration.AdminPath;
import org.securechat.client.command.options.CommandGroup;
import org.securechat.client.command.options.TimeOptions;
import org.securechat.client.command.options.TimeRange;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin rooms}. */
@Command(
    name = "rooms",
    description = "Look after rooms: their members, what they keep, and their record.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "  securechat admin rooms list --as root",
      "  securechat admin rooms retention lobby --as root --days 365"
    })
final class AdminRoomsCommand extends CommandGroup {
  private static final String ROOMS = "rooms";
  private static final String ROOM = "ROOM";
  private static final String WEBHOOKS = "webhooks";

  @Command(
      description = "List rooms, direct ones too.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin rooms list --as root --query board",
        "  securechat admin rooms list --as root --visibility private --open"
      })
  int list(
      @Mixin AdminOptions admin,
      @Mixin ListOptions list,
      @Option(
              names = {"-q", "--query"},
              paramLabel = "TEXT",
              description = "part of the name")
          String query,
      @Option(
              names = "--visibility",
              paramLabel = "KIND",
              description = "public, announced, private or direct")
          String visibility,
      @Option(names = "--archived", description = "archived rooms only") boolean archived,
      @Option(names = "--open", description = "rooms that are not archived") boolean open)
      throws ClientException {
    if (archived && open) {
      throw admin.usage("either --archived or --open");
    }
    Map<String, Object> filter = new LinkedHashMap<>();
    filter.put("q", query);
    filter.put("visibility", visibility);
    filter.put("archived", (archived || open) ? archived : null);
    return admin
        .open()
        .list(
            AdminPath.of(ROOMS).with(filter),
            list.limit(),
            Column.of(ROOM, "name"),
            Column.of("VISIBILITY", "visibility"),
            Column.of("ARCHIVED", "archived_at"),
            Column.of("KEEPS DAYS", "retention.days"),
            Column.of("HELD", "retention.hold"),
            Column.of("CREATED", "created_at"));
  }

  @Command(
      description = "Show one room.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin rooms show lobby --as root")
  int show(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = ROOM, description = "the room") String name)
      throws ClientException {
    return admin.open().show(room(name));
  }

  @Command(
      description = "List the members of a room.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin rooms members lobby --as root")
  int members(
      @Mixin AdminOptions admin,
      @Mixin ListOptions list,
      @Parameters(paramLabel = ROOM, description = "the room") String name)
      throws ClientException {
    return admin
        .open()
        .list(
            room(name).then("members"),
            list.limit(),
            Column.of("USER", "username"),
            Column.of("ROLE", "role"),
            Column.of("SINCE", "joined_at"));
  }

  @Command(
      description = "Create a room for a user, who owns it and is a member.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin rooms create board --as root --owner alice",
        "  securechat admin rooms create lobby --as root --owner alice --public",
        "  securechat admin rooms create council --as root --owner alice --announced"
      })
  int create(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = ROOM, description = "the room") String name,
      @Option(names = "--owner", required = true, paramLabel = "USER", description = "its owner")
          String owner,
      @Option(names = "--public", description = "every user can enter it; private otherwise")
          boolean open,
      @Option(names = "--announced", description = "every user can find it; private otherwise")
          boolean announced)
      throws ClientException {
    if (open && announced) {
      throw admin.usage("either --public or --announced");
    }
    Visibility visibility = Visibility.PRIVATE;
    if (open || announced) {
      visibility = open ? Visibility.PUBLIC : Visibility.ANNOUNCED;
    }
    AdminConsole console = admin.open();
    ObjectNode room =
        Json.object()
            .put("name", name)
            .put("visibility", visibility.wireName())
            .put("owner", owner);
    return console.done(
        console.api().send("POST", AdminPath.of(ROOMS), room), "created the room " + name);
  }

  @Command(
      description = "List the webhooks of a room, without their tokens.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin rooms webhooks lobby --as root")
  int webhooks(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = ROOM, description = "the room") String name)
      throws ClientException {
    return admin
        .open()
        .list(
            room(name).then(WEBHOOKS),
            Integer.MAX_VALUE,
            Column.of("ID", "id"),
            Column.of("NAME", "name"),
            Column.of("BY", "made_by"),
            Column.of("EXPIRES", "expires_at"),
            Column.of("A MINUTE", "a_minute"));
  }

  @Command(
      name = "add-webhook",
      description = {
        "Make an address by which a program without an account writes to a room.",
        "It is shown once, and every program that has it may write. Each of its lines is signed by"
            + " the server and says that it came by this webhook."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin rooms add-webhook lobby build --as root",
        "  securechat admin rooms add-webhook lobby alarms --as root --days 30"
      })
  int addWebhook(
      @Mixin AdminOptions admin,
      @Parameters(index = "0", paramLabel = ROOM, description = "the room") String name,
      @Parameters(index = "1", paramLabel = "NAME", description = "what stands in its lines")
          String webhook,
      @Option(
              names = "--days",
              paramLabel = "N",
              description = "so many days it is good for (default: 365)")
          Integer days,
      @Option(
              names = "--a-minute",
              paramLabel = "N",
              description = "so many lines it takes in a minute (default: 20)")
          Integer aMinute)
      throws ClientException {
    AdminConsole console = admin.open();
    ObjectNode request = Json.object().put("name", webhook);
    if (days != null) {
      request.put("days", days);
    }
    if (aMinute != null) {
      request.put("a_minute", aMinute);
    }
    AdminAnswer answer = console.api().send("POST", room(name).then(WEBHOOKS), request);
    return console.done(
        answer,
        "POST a text to this address of the server; it is not shown again: "
            + answer.body().path("path").asText());
  }

  @Command(
      name = "revoke-webhook",
      description = "Have a webhook take nothing any more. Its lines stay.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin rooms revoke-webhook --as root \\",
        "      lobby 0191a1b2-0000-7000-8000-00000000000f"
      })
  int revokeWebhook(
      @Mixin AdminOptions admin,
      @Parameters(index = "0", paramLabel = ROOM, description = "the room") String name,
      @Parameters(index = "1", paramLabel = "ID", description = "the webhook's id") String id)
      throws ClientException {
    AdminConsole console = admin.open();
    AdminAnswer answer =
        console.api().send("DELETE", room(name).then(WEBHOOKS).then(id), (ObjectNode) null);
    return console.done(answer, "the webhook is revoked");
  }

  @Command(
      description = "Archive a room: users can read and leave it, but send nothing new.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin rooms archive lobby --as root")
  int archive(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = ROOM, description = "the room") String name)
      throws ClientException {
    return admin.open().act(room(name), "archive", null, name + " is archived");
  }

  @Command(
      description = "Open an archived room again.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin rooms unarchive lobby --as root")
  int unarchive(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = ROOM, description = "the room") String name)
      throws ClientException {
    return admin.open().act(room(name), "unarchive", null, name + " is open again");
  }

  @Command(
      description = {
        "Give a room an owner that has lost the one it had, or whose owner's account is disabled.",
        "Otherwise the owner hands the room over ('securechat room owner')."
      },
      mixinStandardHelpOptions = true,
      footer = "  securechat admin rooms owner lobby bob --as root")
  int owner(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = ROOM, index = "0", description = "the room") String name,
      @Parameters(paramLabel = "USER", index = "1", description = "a member") String user)
      throws ClientException {
    AdminConsole console = admin.open();
    return console.done(
        console.api().send("PUT", room(name).then("owner"), Json.object().put("user", user)),
        user + " owns " + name);
  }

  @Command(
      description = "Set how long a room keeps its messages, and whether it is on legal hold.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin rooms retention lobby --as root --days 365",
        "  securechat admin rooms retention lobby --as root --hold \"case 4711\"",
        "  securechat admin rooms retention lobby --as root --release"
      })
  int retention(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = ROOM, description = "the room") String name,
      @Mixin RetentionOptions wanted)
      throws ClientException {
    wanted.check();
    AdminConsole console = admin.open();
    return console.show(
        console
            .api()
            .change(
                room(name),
                "PUT",
                room(name).then("retention"),
                room -> wanted.applyTo(room.path("retention")))
            .body());
  }

  @Command(
      description = {
        "Search in what was said in a room. The search is in the audit log, with its words.",
        "A message is found if every word is in it, as a word or a part of one, whatever its case"
            + " and accents; what is in quotation marks has to be there as a whole."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin rooms search lobby transfer 4711 --as ines",
        "  securechat admin rooms search lobby '\"account 4711\"' --as ines --newest",
        "  securechat admin rooms search lobby --as ines --user alice --since 2026-11-22"
      })
  int search(
      @Mixin AdminOptions admin,
      @Mixin ListOptions list,
      @Parameters(paramLabel = ROOM, index = "0", description = "the room") String name,
      @Parameters(
              paramLabel = "WORD",
              index = "1..*",
              arity = "0..*",
              description = "what is looked for; may be left out with --user or a time")
          List<String> words,
      @Option(names = "--user", paramLabel = "NAME", description = "whose messages") String user,
      @Option(names = "--newest", description = "the newest first") boolean newest,
      @Mixin TimeOptions times)
      throws ClientException {
    TimeRange time = times.range();
    if (words == null && user == null && !time.isLimited()) {
      throw admin.usage("name words, a --user or a time");
    }
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("q", words == null ? null : String.join(" ", words));
    question.put("user", user);
    question.put("order", newest ? "newest" : null);
    AdminConsole console = admin.open();
    if (time.isLimited()) {
      console.say(time.words());
    }
    return console.list(
        room(name).then("messages").with(question).with(time.query()),
        list.limit(),
        Column.of("LINE", "position"),
        Column.of("RECEIVED", "received_at"),
        Column.of("FROM", "sender"),
        Column.of("TEXT", "text"));
  }

  @Command(
      description = "Download the lines of a room's transcript: who, when, hash, signature.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin rooms transcript lobby --as ines --out transcript.txt",
        "  securechat admin rooms transcript lobby --as ines --from 9 -o part.txt",
        "  securechat admin rooms transcript lobby --as ines --until 2026-11-01 -o a.txt"
      })
  int transcript(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = ROOM, description = "the room") String name,
      @Mixin TimeOptions times,
      @Mixin PositionRangeOptions stretch,
      @Option(
              names = {"-o", "--out"},
              required = true,
              paramLabel = "FILE",
              description = "a new file")
          Path file)
      throws ClientException {
    TimeRange time = stretch.checked(times.range());
    AdminConsole console = admin.open();
    console.say(time.words());
    return console.download(
        room(name).then("transcript").with(stretch.query()).with(time.query()), file);
  }

  @Command(
      description = {
        "Download the record of rooms with the messages, to be checked by 'verify'.",
        "One room goes into a zip file; several, or one that needs several bundles, into a folder"
            + " with an index."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin rooms bundle lobby --as ines --out lobby.zip",
        "  securechat admin rooms bundle lobby --as ines --since 2026-11-01 -o nov.zip",
        "  securechat admin rooms bundle lobby board --as ines --until 2026-11-30 -o nov",
        "  securechat verify nov --ca certs/ca.pem"
      })
  int bundle(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = ROOM, arity = "0..*", description = "one room or several")
          List<String> names,
      @Option(names = "--all", description = "every room that has a line in the time") boolean all,
      @Mixin TimeOptions times,
      @Mixin PositionRangeOptions stretch,
      @Option(
              names = {"-o", "--out"},
              required = true,
              paramLabel = "PATH",
              description = "a new file that ends in .zip for one room, or else a new folder")
          Path out)
      throws ClientException {
    List<String> wanted = names == null ? List.of() : names;
    if (all == !wanted.isEmpty()) {
      throw admin.usage("name rooms, or say --all");
    }
    TimeRange time = times.range();
    if (stretch.isLimited() && (time.isLimited() || all || wanted.size() > 1)) {
      throw admin.usage("--from and --to are lines of one room: give no time and no other room");
    }
    if (ExportRun.isZip(out) && (all || wanted.size() > 1)) {
      throw admin.usage("several rooms go into a folder: --out must not end in .zip");
    }
    ExportRun run = new ExportRun(admin.open(), time, stretch.query());
    if (all) {
      return run.all(out);
    }
    return ExportRun.isZip(out)
        ? run.zip(wanted.get(0), room(wanted.get(0)), out)
        : run.rooms(wanted, out);
  }

  private static AdminPath room(String name) {
    return AdminPath.of(ROOMS, name);
  }
}
