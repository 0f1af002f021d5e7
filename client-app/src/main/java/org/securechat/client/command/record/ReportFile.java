package org.securechat.client.command.record;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.protocol.evidence.report.RecordReport;
import org.securechat.protocol.file.OwnerOnly;

/** Where a report goes: a new file, which its owner alone can read. */
public final class ReportFile {
  private final Path file;

  public ReportFile(Path file) {
    this.file = file;
  }

  /** What is wrong with the place, to be said before the work. */
  public Optional<String> fault() {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      return Optional.of("the report cannot be written into " + folder);
    }
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(file + " is there already: choose another --report, or remove it first")
        : Optional.empty();
  }

  public void write(RecordReport report) throws ClientException {
    try (OutputStream out =
        new BufferedOutputStream(Channels.newOutputStream(OwnerOnly.create(file)), 1 << 16)) {
      report.writeTo(out);
    } catch (IOException e) {
      throw new ClientException(
          "the report could not be written: " + e.getMessage(),
          "Is the disk full? What is in " + file + " is incomplete.",
          e);
    }
  }
}
