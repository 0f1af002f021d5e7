package org.securechat.client.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ChatConnection;
import org.securechat.client.connection.ConnectionException;
import org.securechat.client.connection.RequestRefusedException;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.file.OwnerOnly;

/**
 * Countersignatures that the server has not got yet: receipts that come at the end of a session are
 * compared when no request is taken any more, so that the next session brings them (PROTOCOL.md
 * §10.2). Confined to the session's thread.
 */
final class CountersignatureOutbox {
  /** More than these are not kept, the oldest go first: a server may never ask for them. */
  private static final int MOST = 200;

  private static final String STATEMENT = ".json";
  private static final String SIGNATURE = ".sig";

  private final Path folder;

  /**
   * @param account the user's folder
   */
  CountersignatureOutbox(Path account) {
    this.folder = account.resolve("countersignatures");
  }

  void put(byte[] statement, byte[] signature) throws IOException {
    OwnerOnly.createFolder(folder);
    List<Path> waiting = waiting();
    for (Path old : waiting.subList(0, Math.max(0, waiting.size() - MOST + 1))) {
      remove(old);
    }
    String name = Digests.sha256Hex(statement);
    OwnerOnly.write(folder.resolve(name + SIGNATURE), signature);
    OwnerOnly.write(folder.resolve(name + STATEMENT), statement);
  }

  /** Sends what waits. What the server refuses is given up; a lost connection leaves the rest. */
  void send(ChatConnection connection) throws ClientException {
    try {
      for (Path file : waiting()) {
        send(connection, file);
      }
    } catch (ConnectionException e) {
      // The next session begins where this one ended.
    } catch (IOException e) {
      throw new ClientException(
          "countersignatures cannot be read: " + e.getMessage(),
          "Look at the permissions of " + folder + ".",
          e);
    }
  }

  private void send(ChatConnection connection, Path file) throws IOException, ClientException {
    byte[] statement = Files.readAllBytes(file);
    byte[] signature = Files.readAllBytes(signatureOf(file));
    try {
      connection.ask(id -> new Request.Countersign(id, statement, signature), Answer.Empty.class);
    } catch (RequestRefusedException e) {
      // Made with a certificate that has been replaced, or for a receipt that the server forgot.
    }
    remove(file);
  }

  /** Oldest first. */
  private List<Path> waiting() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(STATEMENT))
          .filter(file -> Files.isRegularFile(signatureOf(file)))
          .sorted((one, other) ->
              Long.compare(one.toFile().lastModified(), other.toFile().lastModified()))
          .toList();
    }
  }

  private static Path signatureOf(Path statement) {
    String name = statement.getFileName().toString();
    return statement.resolveSibling(
        name.substring(0, name.length() - STATEMENT.length()) + SIGNATURE);
  }

  private static void remove(Path statement) throws IOException {
    Files.deleteIfExists(statement);
    Files.deleteIfExists(signatureOf(statement));
  }
}
