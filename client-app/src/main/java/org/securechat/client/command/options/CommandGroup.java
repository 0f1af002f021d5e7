package org.securechat.client.command.options;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does nothing itself but has commands below it. */
public abstract class CommandGroup implements Runnable {
  @Spec private CommandSpec spec;

  /** Those below it, in the order of the help, apart from its own methods. */
  protected List<CommandEntry> commands() {
    return List.of();
  }

  @Override
  public final void run() {
    String name = spec.parent() == null ? "" : spec.name() + " ";
    throw new ParameterException(spec.commandLine(), "which " + name + "command?");
  }
}
