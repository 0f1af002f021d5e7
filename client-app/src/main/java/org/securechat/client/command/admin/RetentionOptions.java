package org.securechat.client.command.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.securechat.protocol.json.Json;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How long a room keeps its messages. What no option names stays as it is. */
final class RetentionOptions {
  private static final String DAYS = "days";
  private static final String HOLD = "hold";
  private static final String REASON = "hold_reason";

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "full days after which a message loses its text; 0 for never")
  private Integer days;

  @Option(names = "--default-days", description = "as many days as the server's setting says")
  private boolean byDefault;

  @Option(
      names = "--hold",
      paramLabel = "REASON",
      description = "put the room on legal hold, with this reason: nothing is erased")
  private String hold;

  @Option(names = "--release", description = "lift the hold")
  private boolean release;

  /** Refuses what contradicts itself or says nothing. */
  void check() {
    if ((days != null && byDefault) || (hold != null && release)) {
      throw new ParameterException(command.commandLine(), "the options contradict each other");
    }
    if (days == null && !byDefault && hold == null && !release) {
      throw new ParameterException(
          command.commandLine(), "give --days, --default-days, --hold or --release");
    }
  }

  /** The request that changes what is there into what is wanted. */
  ObjectNode applyTo(JsonNode present) {
    ObjectNode request = Json.object();
    if (days != null) {
      request.put(DAYS, days);
    } else if (!byDefault && present.hasNonNull(DAYS)) {
      request.put(DAYS, present.get(DAYS).asInt());
    }
    boolean held = hold != null || (!release && present.path(HOLD).asBoolean());
    request.put(HOLD, held);
    if (held) {
      request.put(REASON, hold != null ? hold : present.path(REASON).asText());
    }
    return request;
  }
}
