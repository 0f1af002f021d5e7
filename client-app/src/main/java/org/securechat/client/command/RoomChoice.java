package org.securechat.client.command;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A room, named plainly or by option. */
final class RoomChoice {
  @Parameters(arity = "0..1", paramLabel = "ROOM", description = "the room")
  private String plain;

  @Option(names = "--room", paramLabel = "ROOM", description = "the room, as an option")
  private String option;

  String name(SessionCommand command) {
    if ((plain == null) == (option == null)) {
      throw command.usage("name one room");
    }
    return plain == null ? option : plain;
  }
}
