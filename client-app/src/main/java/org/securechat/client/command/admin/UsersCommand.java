package org.securechat.client.command.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.administration.AdminAnswer;
import org.securechat.client.administration.AdminPath;
import org.securechat.client.command.options.CommandGroup;
import org.securechat.client.command.options.TimeOptions;
import org.securechat.client.command.options.TimeRange;
import org.securechat.client.identity.Passwords;
import org.securechat.protocol.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin users}. */
@Command(
    name = "users",
    description = "List, make, disable and erase the accounts of the chat.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "  securechat admin users list --as root",
      "  securechat admin users disable mallory --as root"
    })
final class UsersCommand extends CommandGroup {
  private static final String USERS = "users";
  private static final String NAME = "NAME";
  private static final String VARIABLE = "SECURECHAT_NEW_PASSWORD";

  @Command(
      description = "List accounts.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin users list --as root --query @example.org",
        "  securechat admin users list --as root --state disabled"
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
              names = "--state",
              paramLabel = "STATE",
              description = "active, disabled, erasing or erased")
          String state)
      throws ClientException {
    Map<String, Object> filter = new LinkedHashMap<>();
    filter.put("q", query);
    filter.put("state", state);
    return admin
        .open()
        .list(
            AdminPath.of(USERS).with(filter),
            list.limit(),
            Column.of("USER", "username"),
            Column.of("STATE", "state"),
            Column.of("BOT", "bot"),
            Column.of("LOGIN", "login"),
            Column.of("CREATED", "created_at"));
  }

  @Command(
      description = "Show one account.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin users show alice --as root")
  int show(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = NAME, description = "the account's name") String name)
      throws ClientException {
    return admin.open().show(user(name));
  }

  @Command(
      description = "Make an account. Its user needs a certificate that states its name.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin users create carol --as root",
        "  securechat admin users create robot@example.org --as root --certificate-only"
      })
  int create(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = NAME, description = "the account's name") String name,
      @Option(
              names = "--new-password-file",
              paramLabel = "FILE",
              description =
                  "file with the account's password (default: $SECURECHAT_NEW_PASSWORD, or asked"
                      + " for without echo)")
          Path file,
      @Option(names = "--certificate-only", description = "an account without a password")
          boolean certificateOnly)
      throws ClientException {
    AdminConsole console = admin.open();
    ObjectNode account = Json.object().put("username", name);
    if (!certificateOnly) {
      putPassword(account, name, file);
    }
    return console.done(
        console.api().send("POST", AdminPath.of(USERS), account),
        "the account " + name + " is made");
  }

  @Command(
      description = "Lock a user out, and end their sessions.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin users disable mallory --as root")
  int disable(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = NAME, description = "the account's name") String name)
      throws ClientException {
    return admin.open().act(user(name), "disable", null, name + " is locked out");
  }

  @Command(
      description = "Let a user log in again.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin users enable mallory --as root")
  int enable(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = NAME, description = "the account's name") String name)
      throws ClientException {
    return admin.open().act(user(name), "enable", null, name + " may log in again");
  }

  @Command(
      name = "mark-bot",
      description = {
        "Mark an account as one by which a program speaks, and end its sessions.",
        "From then on, each line of it says so in its signed bytes."
      },
      mixinStandardHelpOptions = true,
      footer = "  securechat admin users mark-bot robot --as root")
  int markBot(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = NAME, description = "the account's name") String name)
      throws ClientException {
    return admin.open().act(user(name), "mark-bot", null, name + " is a bot");
  }

  @Command(
      name = "mark-person",
      description = "Mark an account as a person's again, and end its sessions.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin users mark-person robot --as root")
  int markPerson(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = NAME, description = "the account's name") String name)
      throws ClientException {
    return admin.open().act(user(name), "mark-person", null, name + " is a person");
  }

  @Command(
      name = "reset-password",
      description = "Give a user a new password, and end their sessions.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin users reset-password alice --as root",
        "  securechat admin users reset-password alice --as root --new-password-file new"
      })
  int resetPassword(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = NAME, description = "the account's name") String name,
      @Option(
              names = "--new-password-file",
              paramLabel = "FILE",
              description =
                  "file with the new password (default: the server makes one and it is shown once)")
          Path file,
      @Option(names = "--certificate-only", description = "take the password away")
          boolean certificateOnly)
      throws ClientException {
    AdminConsole console = admin.open();
    ObjectNode request = Json.object();
    if (certificateOnly) {
      request.put("certificate_only", true);
    } else if (file != null) {
      putPassword(request, name, file);
    }
    AdminPath user = user(name);
    AdminAnswer answer = console.api().change(user, "POST", user.then("reset-password"), request);
    String sentence =
        answer.body().hasNonNull("password")
            ? "the new password of " + name + " is " + answer.body().get("password").asText()
            : name + (certificateOnly ? " has no password now" : " has the new password");
    return console.done(answer, sentence);
  }

  @Command(
      description = {
        "Erase a user for good: account, memberships, and the text of their messages.",
        "The record keeps names, times and hashes, and the name is never given to another user."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin users erase mallory --as root --dry-run",
        "  securechat admin users erase mallory --as root",
        "  securechat admin users erase mallory --as root --yes"
      })
  int erase(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = NAME, description = "the account's name") String name,
      @Option(names = "--yes", description = "do not ask") boolean sure,
      @Option(names = "--dry-run", description = "only show what erasing would do") boolean dryRun)
      throws ClientException {
    if (dryRun) {
      return preview(admin.open(), name);
    }
    if (!sure && !Confirmation.typed("Erasing cannot be undone. Type the name to go on: ", name)) {
      throw new ClientException("nothing was erased", "Type the user's name, or say --yes.");
    }
    AdminConsole console = admin.open();
    AdminPath user = user(name);
    AdminAnswer answer = console.api().change(user, "DELETE", user, (ObjectNode) null);
    return console.done(
        answer,
        String.format(
                "%s is erased: %d memberships ended, %d messages erased",
                name,
                answer.body().path("memberships_ended").asInt(),
                answer.body().path("messages_erased").asLong())
            + kept(answer.body().path("rooms_kept")));
  }

  @Command(
      description = {
        "Download what a user took part in, to be checked by 'verify': a folder with the bundles of"
            + " every room in which they spoke or were a member in the time, and an index.",
        "A bundle has all lines of its room in that time, because a proof is about whole rooms; the"
            + " index names the lines that are the user's."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin users bundle alice --as ines --since 2026-11-01 -o alice-nov",
        "  securechat verify alice-nov --ca certs/ca.pem"
      })
  int bundle(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = NAME, description = "the account's name") String name,
      @Mixin TimeOptions times,
      @Option(
              names = {"-o", "--out"},
              required = true,
              paramLabel = "FOLDER",
              description = "a new folder")
          Path out)
      throws ClientException {
    TimeRange time = times.range();
    if (ExportRun.isZip(out)) {
      throw admin.usage("a user's rooms go into a folder: --out must not end in .zip");
    }
    return new ExportRun(admin.open(), time, Map.of()).person(name, out);
  }

  private static int preview(AdminConsole console, String name) throws ClientException {
    ObjectNode preview = console.api().get(user(name).then("erasure")).body();
    console.say(
        String.format(
            "erasing %s would end %d memberships, %d invitations and %d sessions, and erase %d"
                + " messages%s",
            name,
            preview.path("memberships").asLong(),
            preview.path("invitations").asLong(),
            preview.path("sessions").asLong(),
            preview.path("messages").asLong(),
            preview.path("complete").asBoolean() ? "" : " and more: the list of rooms is cut off"));
    if (!preview.path("owner_of").isEmpty()) {
      console.say("without this owner would be: " + Column.plain(preview.path("owner_of")));
    }
    List<ObjectNode> rows = new ArrayList<>();
    for (JsonNode room : preview.path("rooms")) {
      rows.add(
          Json.object()
              .put("room", room.path("room").asText())
              .put("messages", room.path("messages").asLong())
              .put("fate", room.path("kept").asBoolean() ? "kept: legal hold" : "erased"));
    }
    return console.show(
        preview,
        rows,
        Column.of("ROOM", "room"),
        Column.of("MESSAGES", "messages"),
        Column.of("THEN", "fate"));
  }

  private static String kept(JsonNode rooms) {
    StringBuilder text = new StringBuilder();
    for (JsonNode room : rooms) {
      boolean held = room.path("reason").asText().equals("held");
      text.append("\n  the messages in ")
          .append(room.path("room").asText())
          .append(held ? " are kept: the room is on legal hold" : " could not be erased")
          .append("; the server erases it when it can");
    }
    return text.toString();
  }

  private static AdminPath user(String name) {
    return AdminPath.of(USERS, name);
  }

  private static void putPassword(ObjectNode object, String name, Path file)
      throws ClientException {
    char[] password = Passwords.ofProcess(Optional.ofNullable(file), VARIABLE).chosen(name);
    object.put("password", new String(password));
    Arrays.fill(password, '\0');
  }
}
