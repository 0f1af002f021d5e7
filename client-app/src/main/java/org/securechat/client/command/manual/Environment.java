package org.securechat.client.command.manual;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The environment variables that commands read, and which of them a command's help names. */
final class Environment {
  private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

  static {
    say("SERVER", "The server's chat address, HOST:PORT.");
    say("USER", "The name of the account.");
    say("PASSWORD", "The account's password. A file for it is better: --password-file.");
    say("NEW_PASSWORD", "The password of the administrator that is made.");
    say("HOME", "The folder where transcripts and receipts are kept.");
    say("ADMIN_SERVER", "The address of the administration, https://HOST:PORT.");
    say("ADMIN_USER", "The name of the administrator.");
    say("ADMIN_PASSWORD", "The administrator's password.");
    say("ADMIN_PASSWORD_FILE", "A file with the administrator's password in its one line.");
    say("ADMIN_TOKEN", "A token of an OpenID provider, in place of name and password.");
    say("PKI", "The folder of the authority, its lists and what it has issued.");
    say("PASSPHRASE_FILE", "A file with the passphrase of an encrypted key, or a token's PIN.");
    say("NAME", "The server's name in receipts.");
    say("DATA", "The server's data folder.");
    say("BIND", "The addresses of all ports.");
    say("PORT", "The port of the chat.");
    say("ADMIN_PORT", "The HTTPS port of administration, health and metrics.");
    say("LOG_FORMAT", "The form of the log: text or json.");
    say("DB_URL", "The database: jdbc:mysql://HOST/NAME for MySQL or MariaDB.");
    say("DB_USER", "The database's user.");
    say("DB_PASSWORD", "That user's password. A file for it is better.");
    say("DB_PASSWORD_FILE", "A file that holds nothing but that user's password.");
    say("CACHE", "The folder of the cache of the start, or 'off'.");
    say("JAVA_OPTS", "Options of the Java runtime, in place of those by which a server starts.");
    MEANINGS.put("NO_COLOR", "If it is set, nothing is coloured.");
  }

  /** Of every command: the script reads the one, the reports of errors the other. */
  private static final Map<String, String> EVERYWHERE =
      Map.of(
          "JAVA_HOME", "The Java runtime to use, if it is version 25 or newer.",
          "SECURECHAT_DEBUG", "If it is set, errors of the program come with their stack.");

  private static final Pattern LONGER = Pattern.compile("[A-Z_]");
  private static final List<String> OF_THE_DATABASE =
      List.of("DB_URL", "DB_USER", "DB_PASSWORD", "DB_PASSWORD_FILE");
  private static final List<String> OF_A_START = List.of("CACHE", "JAVA_OPTS", "NAME");

  private Environment() {}

  private static void say(String name, String meaning) {
    MEANINGS.put("SECURECHAT_" + name, meaning);
  }

  /** The variables that a command reads, with their meanings. */
  static Map<String, String> of(CommandPath path) {
    String help = help(path);
    Map<String, String> found = new LinkedHashMap<>();
    MEANINGS.forEach((name, meaning) -> {
      if (names(help, name) || reads(path, name)) {
        found.put(name, meaning);
      }
    });
    EVERYWHERE.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  /** What is in no option: where the database is, and how a server is started. */
  private static boolean reads(CommandPath path, String name) {
    String suffix = name.replace("SECURECHAT_", "");
    return switch (path.below()) {
      case "up" -> OF_THE_DATABASE.contains(suffix) || OF_A_START.contains(suffix);
      case "backup", "restore" -> OF_THE_DATABASE.contains(suffix);
      case "prepare" -> suffix.equals("JAVA_OPTS");
      default -> false;
    };
  }

  private static boolean names(String help, String name) {
    int at = help.indexOf(name);
    while (at >= 0) {
      int end = at + name.length();
      if (end == help.length() || !LONGER.matcher(help.substring(end, end + 1)).matches()) {
        return true;
      }
      at = help.indexOf(name, end);
    }
    return false;
  }

  private static String help(CommandPath path) {
    List<String> lines = new ArrayList<>();
    var usage = path.spec().usageMessage();
    lines.addAll(List.of(usage.description()));
    lines.addAll(List.of(usage.footer()));
    for (ArgSpec argument : path.spec().args()) {
      lines.addAll(List.of(argument.description()));
      lines.add(declaredDefault(argument));
    }
    return String.join("\n", lines);
  }

  /** As it is written: picocli has put this process's environment into what it tells. */
  private static String declaredDefault(ArgSpec argument) {
    return Stream.of(argument)
        .filter(one -> one instanceof OptionSpec)
        .map(ArgSpec::userObject)
        .filter(AnnotatedElement.class::isInstance)
        .map(element -> ((AnnotatedElement) element).getAnnotation(Option.class))
        .filter(option -> option != null)
        .map(Option::defaultValue)
        .findAny()
        .orElse("");
  }
}
