package org.securechat.client.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.name.Names;

/**
 * The user's own folder: what was received and every receipt, readable by the user alone.
 *
 * <pre>
 *   servers/HOST_PORT/USER/rooms/ROOM-ID/   one {@link RoomArchive} each
 *                                           (set-aside.txt, contradicted-N.txt: what was damaged)
 *   servers/HOST_PORT/USER/certificates/    senders' certificates, SHA256.der
 *   servers/HOST_PORT/USER/contradictions/  folders that show that the server contradicts itself
 *   history                                 what was typed at the console
 * </pre>
 */
public final class UserDataFolder {
  private final Path root;

  /** The folder with that root, made when something is first kept. */
  public UserDataFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * Where a user's data belong if nothing else is said: {@code $XDG_DATA_HOME/securechat}, or
   * {@code ~/.local/share/securechat}.
   *
   * @param environment looks up a variable; null for one that is not set
   */
  public static UserDataFolder usual(UnaryOperator<String> environment) {
    String data = environment.apply("XDG_DATA_HOME");
    // The XDG base directory specification: a relative path is to be ignored.
    if (data != null && Path.of(data).isAbsolute()) {
      return new UserDataFolder(Path.of(data, "securechat"));
    }
    return new UserDataFolder(
        Path.of(System.getProperty("user.home"), ".local", "share", "securechat"));
  }

  /** The folder itself, made if missing. */
  public Path create() throws IOException {
    OwnerOnly.createFolder(root);
    return root;
  }

  /** What one user keeps of one server. */
  public Path account(String server, String user) throws IOException {
    create();
    Path servers = root.resolve("servers");
    OwnerOnly.createFolder(servers);
    Path one = servers.resolve(server);
    OwnerOnly.createFolder(one);
    Path account = one.resolve(user);
    OwnerOnly.createFolder(account);
    return account;
  }

  /** What one user keeps of one server; empty if that is nothing yet. */
  public Optional<Path> kept(String server, String user) {
    return Optional.of(root.resolve("servers").resolve(server).resolve(user))
        .filter(Files::isDirectory);
  }

  /** Who keeps something of that server, rising. */
  public List<String> users(String server) throws IOException {
    Path accounts = root.resolve("servers").resolve(server);
    if (!Files.isDirectory(accounts)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(accounts)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .filter(Names::isUsername)
          .sorted()
          .toList();
    }
  }

  /** The root's path. */
  public Path root() {
    return root;
  }
}
