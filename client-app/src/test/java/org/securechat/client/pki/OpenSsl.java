package org.securechat.client.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real openssl, the independent reader of what we write. */
public final class OpenSsl {
  private OpenSsl() {}

  /** What it printed and how it ended. */
  public record Result(int code, String output) {}

  /** Whether the machine has one. */
  public static boolean present() {
    try {
      return run("version").code() == 0;
    } catch (IOException | InterruptedException _) {
      return false;
    }
  }

  /** Runs it with those arguments. */
  public static Result run(Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("openssl hangs");
    }
    return new Result(process.exitValue(), output);
  }
}
