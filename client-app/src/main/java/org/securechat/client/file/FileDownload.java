package org.securechat.client.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.securechat.client.ClientException;
import org.securechat.client.session.ChatSession;
import org.securechat.protocol.application.Answer.FileAnswer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.protocol.file.OwnerOnly;

/**
 * Gets a file that a line of a room names. What has come stands under another name until all of it
 * is there and has the hash that the author signed; a later attempt goes on with it. Nothing that
 * is there is overwritten. For one use.
 */
public final class FileDownload {
  private static final int MOST_NAMES = 1_000;

  private final ChatSession session;
  private final String room;
  private final FileInfo file;
  private final Path folder;
  private final TransferProgress progress;
  private final Patience patience;

  /**
   * @param file as a verified line has it
   * @param folder where it goes
   */
  public FileDownload(
      ChatSession session, String room, FileInfo file, Path folder, TransferProgress progress) {
    this.session = session;
    this.room = room;
    this.file = file;
    this.folder = folder;
    this.progress = progress;
    this.patience = new Patience(session);
  }

  /**
   * Returns once the file is there.
   *
   * @return where it is
   * @throws ClientException if the server does not give it, or gives another
   */
  public Path run() throws ClientException {
    Path partial = folder.resolve(".securechat-" + file.sha256() + ".part");
    if (!Files.isDirectory(folder)) {
      throw new ClientException("there is no folder " + folder, "Make it, or name another.");
    }
    if (Files.isSymbolicLink(partial)) {
      throw new ClientException(partial + " is a link, which was not made here", "Delete it.");
    }
    try (FileChannel channel = OwnerOnly.open(partial);
        FileLock _ = lock(channel, partial)) {
      fetch(channel);
      channel.force(true);
      if (!Digests.sha256Hex(partial).equals(file.sha256())) {
        Files.delete(partial);
        throw new ClientException(
            "what the server gave is not the file that its author has signed",
            "Nothing of it is kept. Tell the others in the room, and the server's operator.");
      }
    } catch (IOException e) {
      throw new ClientException(
          "the file cannot be written to " + folder + ": " + e.getMessage(), e);
    }
    try {
      return named(partial);
    } catch (IOException e) {
      throw new ClientException("the file cannot get its name: " + e.getMessage(), e);
    }
  }

  private static FileLock lock(FileChannel channel, Path partial)
      throws IOException, ClientException {
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
    } catch (OverlappingFileLockException _) {
      // This program gets it already.
    }
    throw new ClientException(partial + " is in use", "Wait until the other has got the file.");
  }

  private void fetch(FileChannel channel) throws IOException, ClientException {
    if (channel.size() > file.size()) {
      channel.truncate(0);
    }
    progress.moved(channel.size(), file.size());
    while (channel.size() < file.size()) {
      try {
        append(channel, part(channel.size()));
        patience.renew();
        progress.moved(channel.size(), file.size());
      } catch (ClientException e) {
        patience.wait(e);
      }
    }
  }

  private byte[] part(long offset) throws ClientException {
    FileAnswer answer =
        session.ask(
            id -> new Request.FileContent(id, room, file.sha256(), offset), FileAnswer.class);
    if (answer.size() != file.size()
        || answer.part().length == 0
        || answer.part().length > file.size() - offset) {
      throw new ClientException(
          "the server's file is not as long as its author has signed",
          "Tell the others in the room, and the server's operator.");
    }
    return answer.part();
  }

  private static void append(FileChannel channel, byte[] part) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(part);
    long offset = channel.size();
    while (bytes.hasRemaining()) {
      channel.write(bytes, offset + bytes.position());
    }
  }

  /** Takes the first name that is free, by making an empty file of it. */
  private Path named(Path partial) throws IOException, ClientException {
    String name = FileNames.local(file.name());
    for (int number = 1; number <= MOST_NAMES; number++) {
      Path target = folder.resolve(number == 1 ? name : FileNames.numbered(name, number));
      try {
        OwnerOnly.create(target).close();
      } catch (FileAlreadyExistsException _) {
        continue;
      }
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
      return target;
    }
    throw new ClientException("there are too many files called " + name + " in " + folder);
  }
}
