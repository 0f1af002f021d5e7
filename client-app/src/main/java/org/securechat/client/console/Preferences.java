package org.securechat.client.console;

import java.util.TreeSet;
import org.securechat.client.ClientException;
import org.securechat.client.console.settings.TerminalSettings;
import org.securechat.client.console.settings.TerminalSettings.Notifications;
import org.securechat.client.identity.Identity;

/** The commands that change what the user has chosen for the console. */
final class Preferences {
  private Preferences() {}

  static void ignore(Conversation here, String user) throws ClientException {
    TerminalSettings now = here.settings().now();
    if (user.isBlank()) {
      now.ignored().forEach(name -> here.print("  " + name));
      here.print(now.ignored().isEmpty() ? "no users ignored" : "/unignore USER shows them again");
      return;
    }
    String name = Identity.username(user.strip());
    TreeSet<String> names = new TreeSet<>(now.ignored());
    names.add(name);
    here.settings().keep(now.ignoring(names));
    here.print(
        "ignored "
            + name
            + ": their lines are collapsed here, and they are not told; /unignore "
            + name
            + " takes it back");
  }

  static void unignore(Conversation here, String user) throws ClientException {
    TerminalSettings now = here.settings().now();
    TreeSet<String> names = new TreeSet<>(now.ignored());
    if (!names.remove(Identity.username(user))) {
      throw new ClientException(user + " is not ignored", "/ignore lists whom you ignore.");
    }
    here.settings().keep(now.ignoring(names));
    here.print("the lines of " + user + " are shown again");
  }

  static void reads(Conversation here, String choice) throws ClientException {
    TerminalSettings now = here.settings().now();
    String room = here.here();
    TreeSet<String> rooms = new TreeSet<>(now.reads());
    switch (choice.strip()) {
      case "on" -> {
        rooms.add(room);
        here.settings().keep(now.statingReads(rooms));
        here.print(
            "all in "
                + here.shortName(room)
                + " learn what you have read there, at most once a minute, and it stays in the"
                + " record; /reads off ends it");
      }
      case "off" -> {
        rooms.remove(room);
        here.settings().keep(now.statingReads(rooms));
        here.print("nothing is stated in " + here.shortName(room) + " any more");
      }
      case "" ->
          here.print(
              rooms.contains(room)
                  ? "what you have read here is stated; /reads off ends that"
                  : "what you have read here is not stated; /reads on changes that");
      default -> throw new ClientException("/reads needs on or off", "Type /reads on.");
    }
  }

  static void notify(Conversation here, String choice) throws ClientException {
    TerminalSettings now = here.settings().now();
    switch (choice.strip()) {
      case "on" -> {
        boolean chosen = now.notifications() != Notifications.OFF;
        Notifications how = chosen ? now.notifications() : Notifications.OSC9;
        here.settings().keep(now.with(how).withBell(true));
        here.print("bell and notifications are on");
      }
      case "off" -> {
        here.settings().keep(now.with(Notifications.OFF).withBell(false));
        here.print("bell and notifications are off");
      }
      default -> throw new ClientException("/notify needs on or off", "Type /notify on.");
    }
  }
}
