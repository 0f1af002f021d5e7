package org.securechat.client.console;

import java.io.IOException;
import java.util.Optional;

/**
 * Where lines are typed and printed. Printing is thread-safe and never tears a line being typed.
 */
public interface Screen extends AutoCloseable {
  /** A line, or empty when there will be none any more. Waits. */
  Optional<String> read(String prompt) throws IOException;

  /** Prints one or more lines. */
  void print(String text);

  @Override
  void close() throws IOException;
}
