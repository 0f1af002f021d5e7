package org.securechat.client.command.options;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.identity.Identity;
import org.securechat.client.session.KeptRoom;
import org.securechat.client.storage.RoomArchive;
import org.securechat.protocol.identity.CrlFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a command that reads what is kept here and asks no server. */
public final class KeptOptions {
  @Mixin private PlaceOptions place;
  @Mixin private TrustOptions trust;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      defaultValue = "${env:SECURECHAT_USER}",
      description = "the account (default: $SECURECHAT_USER, or the only one that is kept here)")
  private String as;

  @Option(names = "--crl", paramLabel = "FILE", description = "their revocation lists, PEM")
  private Path revocations;

  /** For picocli, which sets what is given. */
  public KeptOptions() {}

  KeptOptions(PlaceOptions place, TrustOptions trust, String as, Path revocations) {
    this.place = place;
    this.trust = trust;
    this.as = as;
    this.revocations = revocations;
  }

  /**
   * The rooms that are kept, or those with one name: there can have been several, one after the
   * other.
   *
   * @param name empty for all
   * @throws ClientException if there is none
   */
  public List<RoomArchive> rooms(Optional<String> name) throws ClientException {
    List<RoomArchive> found = new ArrayList<>();
    try {
      for (RoomArchive archive : RoomArchive.all(account())) {
        if (name.isEmpty() || archive.description().orElseThrow().name().equals(name.get())) {
          found.add(archive);
        }
      }
    } catch (IOException e) {
      throw new ClientException("the kept rooms cannot be read: " + e.getMessage(), e);
    }
    if (found.isEmpty()) {
      throw new ClientException(
          name.map(one -> "nothing is kept of room '" + one + "'").orElse("no room is kept here"),
          "'securechat history ROOM' fetches and keeps the lines of a room.");
    }
    return found;
  }

  /** A kept room, whose lines are checked with the authorities that the user trusts. */
  public KeptRoom open(RoomArchive archive) throws ClientException {
    Path lists = revocations == null ? trust.pki().resolve("crl.pem") : revocations;
    return KeptRoom.open(
        archive, account(), Identity.authorities(trust.authorities()), new CrlFile(lists));
  }

  private Path account() throws ClientException {
    String server = place.server().folderName();
    String user = as == null || as.isEmpty() ? onlyUser(server) : Identity.username(as);
    return place
        .data()
        .kept(server, user)
        .orElseThrow(() ->
            new ClientException(
                "nothing is kept of " + user + " at " + server,
                "Look into " + place.data().root() + ", or name another --server or --data."));
  }

  private String onlyUser(String server) throws ClientException {
    List<String> users;
    try {
      users = place.data().users(server);
    } catch (IOException e) {
      throw new ClientException("the kept accounts cannot be read: " + e.getMessage(), e);
    }
    if (users.size() != 1) {
      throw new ClientException(
          "who are you?",
          "Give --as NAME"
              + (users.isEmpty() ? "." : ": " + String.join(", ", users) + " are kept here."));
    }
    return users.getFirst();
  }
}
