package org.securechat.server.file;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Which folder of contents is the database's. Each method is a transaction. */
public interface FolderRecords {

  /** The id of its mark; empty as long as it has no folder. */
  Optional<UUID> mark();

  /**
   * Gives the database its folder, unless it has one. One server at a time does.
   *
   * @param make marks the folder, and says by which id; called if the database has none
   * @return the id that the database has now
   */
  UUID claim(Supplier<UUID> make);
}
