package org.securechat.client.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.client.console.model.TypedHistory;
import org.securechat.protocol.file.OwnerOnly;

/**
 * The file of what was typed, for its owner alone: {@code MILLISECONDS:LINE} each, as the line
 * editor of earlier versions wrote it. Confined to one thread.
 */
final class TypedFile {
  /** Beyond that, it is begun anew with what is remembered. */
  private static final long MAX_BYTES = 1_048_576;

  private final Path file;
  private final Clock clock;
  private final TypedHistory lines = new TypedHistory();

  private TypedFile(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** The lines of a file, which is made if it is missing. */
  static TypedFile open(Path file, Clock clock) throws IOException {
    TypedFile opened = new TypedFile(file, clock);
    if (!Files.exists(file)) {
      OwnerOnly.write(file, new byte[0]);
    }
    List<String> known =
        new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
            .lines()
            .map(TypedFile::read)
            .toList();
    known
        .subList(Math.max(0, known.size() - TypedHistory.MOST), known.size())
        .forEach(opened.lines::add);
    if (Files.size(file) > MAX_BYTES) {
      StringBuilder rest = new StringBuilder();
      known
          .subList(Math.max(0, known.size() - TypedHistory.MOST), known.size())
          .forEach(line -> rest.append(opened.written(line)));
      OwnerOnly.write(file, rest.toString().getBytes(StandardCharsets.UTF_8));
    }
    return opened;
  }

  TypedHistory lines() {
    return lines;
  }

  /** Adds a line. */
  void add(String line) throws ClientException {
    lines.add(line);
    try {
      Files.writeString(file, written(line), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new ClientException(
          "what was typed cannot be remembered: " + e.getMessage(), "Look into " + file + ".", e);
    }
  }

  private String written(String line) {
    return clock.millis() + ":" + line.replace("\\", "\\\\").replace("\n", "\\n") + "\n";
  }

  private static String read(String line) {
    String text = line.replaceFirst("^[0-9]+:", "");
    StringBuilder whole = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        whole.append(text.charAt(i) == 'n' ? '\n' : text.charAt(i));
      } else {
        whole.append(c);
      }
    }
    return whole.toString();
  }
}
