package org.securechat.client.command.admin;

import java.util.Collections;
import org.securechat.client.ClientException;
import org.securechat.client.administration.AdminAnswer;
import org.securechat.client.administration.AdminPath;
import org.securechat.client.command.options.CommandGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin sessions}. */
@Command(
    name = "sessions",
    description = "List the open sessions, and end them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "  securechat admin sessions list --as root",
      "  securechat admin sessions end --user mallory --as root"
    })
final class SessionsCommand extends CommandGroup {
  private static final String SESSIONS = "sessions";
  private static final String USER = "user";

  @Command(
      description = "List the open sessions.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin sessions list --as root",
        "  securechat admin sessions list --as root --user alice"
      })
  int list(
      @Mixin AdminOptions admin,
      @Mixin ListOptions list,
      @Option(names = "--user", paramLabel = "NAME", description = "only those of this user")
          String user)
      throws ClientException {
    return admin
        .open()
        .list(
            AdminPath.of(SESSIONS).with(Collections.singletonMap(USER, user)),
            list.limit(),
            Column.of("USER", USER),
            Column.of("STATE", "state"),
            Column.of("FROM", "address"),
            Column.of("SINCE", "since"),
            Column.of("CERTIFICATE", "certificate_sha256", 17),
            Column.of("SESSION", "id"));
  }

  @Command(
      description = "Show one session.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin sessions show SESSION --as root")
  int show(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "SESSION", description = "its id, as the list shows it") String id)
      throws ClientException {
    return admin.open().show(AdminPath.of(SESSIONS, id));
  }

  @Command(
      description = "End a session, or all sessions of a user. The user may log in again.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin sessions end SESSION --as root",
        "  securechat admin sessions end --user mallory --as root"
      })
  int end(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "SESSION", arity = "0..1", description = "as the list shows it")
          String id,
      @Option(names = "--user", paramLabel = "NAME", description = "all sessions of this user")
          String user)
      throws ClientException {
    if ((id == null) == (user == null)) {
      throw admin.usage("name either a session or --user");
    }
    AdminConsole console = admin.open();
    AdminPath path =
        id != null
            ? AdminPath.of(SESSIONS, id)
            : AdminPath.of(SESSIONS).with(Collections.singletonMap(USER, user));
    AdminAnswer answer = console.api().send("DELETE", path, null);
    return console.done(answer, answer.body().path("ended").asInt() + " ended");
  }
}
