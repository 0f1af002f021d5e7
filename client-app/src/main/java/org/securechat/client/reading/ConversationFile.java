package org.securechat.client.reading;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.securechat.client.ClientException;
import org.securechat.protocol.file.OwnerOnly;

/** A new file for a conversation, in UTF-8, which its owner alone can read. */
public final class ConversationFile {
  private final Path file;

  /** The file must not be there, its folder must. */
  public ConversationFile(Path file) {
    this.file = file;
  }

  /**
   * Writes lines of a room as it reads now, also by lines behind these. What fails leaves no file.
   *
   * @throws ClientException if there is such a file already, or it cannot be written
   */
  public WrittenLines write(FoldedRoom room, Stretch stretch, ConversationForm form)
      throws ClientException {
    try (FileChannel channel = OwnerOnly.create(file)) {
      return write(room, stretch, form, channel);
    } catch (FileAlreadyExistsException e) {
      throw new ClientException(
          file + " is there already", "Choose another --out, or remove it first.", e);
    } catch (IOException e) {
      throw new ClientException(
          file + " cannot be written: " + e.getMessage(),
          "Name a file in a folder that is there and that you may write to.",
          e);
    }
  }

  private WrittenLines write(
      FoldedRoom room, Stretch stretch, ConversationForm form, FileChannel channel)
      throws IOException, ClientException {
    boolean whole = false;
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8),
            1 << 16)) {
      WrittenLines written = form.write(room, stretch, out);
      out.flush();
      whole = true;
      return written;
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
  }
}
