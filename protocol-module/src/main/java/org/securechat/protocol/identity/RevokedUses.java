package org.securechat.protocol.identity;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.securechat.protocol.wire.ProtocolException;

/**
 * Which uses of one certificate were made when it was revoked (PROTOCOL.md §6.5). Each is judged by
 * its own time: by all paths that were valid then, so that it does not matter which of them a
 * server took. Confined to one thread.
 */
public final class RevokedUses {
  private final PathsOverTime paths;
  private final RevocationTimes lists;
  private final Map<Instant, List<RevocationTimes.Standing>> known = new HashMap<>();

  /** Of the certificate of those paths, by those lists. */
  public RevokedUses(PathsOverTime paths, RevocationTimes lists) {
    this.paths = paths;
    this.lists = lists;
  }

  /** Whether each path that counts was revoked by then; false if there was no path. */
  public boolean isRevoked(Instant at) {
    List<RevocationTimes.Standing> all = known.computeIfAbsent(paths.span(at), _ -> standings(at));
    // PROTOCOL.md §6.5: if lists cover none of the paths, all of them count.
    boolean covered = all.stream().anyMatch(each -> each.isCovered(at));
    return !all.isEmpty()
        && all.stream()
            .filter(each -> !covered || each.isCovered(at))
            .allMatch(each -> each.isRevoked(at));
  }

  private List<RevocationTimes.Standing> standings(Instant at) {
    try {
      return paths.at(at).stream().map(each -> lists.standing(each.path())).toList();
    } catch (ProtocolException e) {
      return List.of(); // What speaks against the certificate is said elsewhere.
    }
  }
}
