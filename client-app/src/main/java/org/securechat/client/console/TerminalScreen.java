package org.securechat.client.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** A terminal with a line editor, history and completion. */
public final class TerminalScreen implements Screen {
  private final Terminal terminal;
  private final LineReader reader;
  private boolean interrupted;

  /**
   * The process's terminal.
   *
   * @param history where what was typed is remembered
   */
  public TerminalScreen(Path history, Completer completer) throws IOException {
    terminal = TerminalBuilder.builder().system(true).name("securechat").build();
    reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("securechat")
            .parser(new LineParser())
            .completer(completer)
            .variable(LineReader.HISTORY_FILE, history)
            .variable(LineReader.HISTORY_SIZE, 1000)
            // '!' is a mark of emphasis here.
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            // What was typed comes back as a message, with its verdict.
            .option(LineReader.Option.ERASE_LINE_ON_FINISH, true)
            .build();
  }

  @Override
  public Optional<String> read(String prompt) {
    while (true) {
      try {
        String line = reader.readLine(prompt);
        interrupted = false;
        return Optional.of(line);
      } catch (UserInterruptException e) {
        if (interrupted && e.getPartialLine().isEmpty()) {
          return Optional.empty();
        }
        interrupted = true;
        print("(/quit, Ctrl-D or Ctrl-C once more to leave)");
      } catch (EndOfFileException _) {
        return Optional.empty();
      }
    }
  }

  @Override
  public void print(String text) {
    reader.printAbove(text);
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
