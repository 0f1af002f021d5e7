package org.securechat.server.testing;

import java.nio.file.Path;
import java.util.List;
import javax.sql.ConnectionPoolDataSource;

/** One database: where connections come from, and how it ends. */
interface Storage {

  /** An empty one. */
  static Storage fresh() {
    return MySqlStorage.isWanted() ? MySqlStorage.fresh(MySqlStorage.EXACT) : H2Storage.fresh("");
  }

  /** An empty one that does not tell upper from lower case. */
  static Storage ignoringCase() {
    return MySqlStorage.isWanted()
        ? MySqlStorage.fresh(MySqlStorage.USUAL)
        : H2Storage.fresh(";IGNORECASE=TRUE");
  }

  /** The one of that name, which every process finds. */
  static Storage in(Path file) {
    return MySqlStorage.isWanted() ? MySqlStorage.named(file) : H2Storage.in(file);
  }

  static List<String> optionsOfAnotherProcess() {
    return MySqlStorage.isWanted() ? MySqlStorage.optionsOfAnotherProcess() : List.of();
  }

  ConnectionPoolDataSource connections();

  /** Ends every connection without asking; the next one finds what was committed. */
  void shutDown();

  /** After the last connection was closed. */
  void end();
}
