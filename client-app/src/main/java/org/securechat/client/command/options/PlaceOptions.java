package org.securechat.client.command.options;

import java.nio.file.Path;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ServerAddress;
import org.securechat.client.storage.UserDataFolder;
import picocli.CommandLine.Option;

/** The options that say which server, and where is kept what came from it. */
public final class PlaceOptions {
  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:SECURECHAT_SERVER:-127.0.0.1:7443}",
      description = "the server (default: $SECURECHAT_SERVER, or 127.0.0.1:7443)")
  private String server;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:SECURECHAT_HOME}",
      description =
          "where transcripts and receipts are kept"
              + " (default: $SECURECHAT_HOME, or ~/.local/share/securechat)")
  private Path data;

  /** The server. */
  public ServerAddress server() throws ClientException {
    return ServerAddress.parse(server);
  }

  /** The user's own folder. */
  public UserDataFolder data() {
    return data == null ? UserDataFolder.usual(System::getenv) : new UserDataFolder(data);
  }
}
