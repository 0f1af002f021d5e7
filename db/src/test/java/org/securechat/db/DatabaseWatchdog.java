package org.securechat.db;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A shell between this process and the database. However this process ends, the shell reads the end
 * of its input, kills the database and removes its folder.
 */
final class DatabaseWatchdog implements AutoCloseable {

  /** Arguments: the folder, then the command. Signals of a terminal end only the waiting. */
  private static final String SCRIPT =
      """
      folder=$1
      shift
      trap : INT TERM HUP
      db=
      end() {
        if [ -n "$db" ]; then
          kill -9 "$db"
          wait "$db"
          db=
        fi 2>/dev/null
      }
      while read -r word; do
        case $word in
          start) "$@" </dev/null >>"$folder/log" 2>&1 & db=$! ;;
          kill) end ;;
        esac
        echo done
      done
      end
      rm -rf "$folder"
      """;

  private final Process shell;
  private final OutputStream in;
  private final BufferedReader out;

  DatabaseWatchdog(Path folder, List<String> command) throws IOException {
    List<String> line = new ArrayList<>(List.of("sh", "-c", SCRIPT, "keeper", folder.toString()));
    line.addAll(command);
    this.shell = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    this.in = shell.getOutputStream();
    this.out =
        new BufferedReader(
            new InputStreamReader(shell.getInputStream(), StandardCharsets.US_ASCII));
  }

  void start() {
    say("start");
  }

  /** SIGKILL; returns when the database is gone. */
  void kill() {
    say("kill");
  }

  private void say(String word) {
    try {
      in.write((word + "\n").getBytes(StandardCharsets.US_ASCII));
      in.flush();
      if (out.readLine() == null) {
        throw new IllegalStateException("the keeper of the database has ended");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
      shell.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
