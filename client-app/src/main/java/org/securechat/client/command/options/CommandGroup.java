package org.securechat.client.command.options;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does nothing itself but has commands below it. */
public abstract class CommandGroup implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public final void run() {
    String name = spec.parent() == null ? "" : spec.name() + " ";
    throw new ParameterException(spec.commandLine(), "which " + name + "command?");
  }
}
