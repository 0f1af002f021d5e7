package org.securechat.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The database servers that tests can start, and where each has what it needs. */
enum Product {
  MYSQL {
    @Override
    List<String> command() throws IOException {
      Path home = Path.of(System.getProperty("securechat.test.mysql", "target/mysql"));
      Path daemon = home.resolve("bin/mysqld").toAbsolutePath();
      if (!Files.isRegularFile(daemon)) {
        throw new IllegalStateException(daemon + " is missing; build with -Pmysql");
      }
      // Unpacking may have lost the mode.
      if (!Files.isExecutable(daemon) && !daemon.toFile().setExecutable(true)) {
        throw new IllegalStateException(daemon + " cannot be made executable");
      }
      Path share = home.resolve("share").toAbsolutePath();
      return List.of(
          daemon.toString(),
          "--no-defaults",
          "--lc-messages-dir=" + share,
          "--character-sets-dir=" + share.resolve("charsets"),
          "--innodb-redo-log-capacity=8M");
    }

    @Override
    List<String> initialisation() {
      return List.of("--initialize-insecure");
    }

    @Override
    List<String> service() {
      return List.of("--mysqlx=OFF", "--skip-log-bin");
    }

    @Override
    String missing() {
      return "MySQL cannot run here; Debian needs: apt-get install libaio1 libnuma1";
    }
  },

  MARIADB {
    @Override
    List<String> command() {
      String daemon =
          Stream.of("/usr/sbin", "/usr/bin", "/usr/libexec", "/usr/local/bin")
              .map(folder -> Path.of(folder, "mariadbd"))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow(() -> new IllegalStateException(missing()))
              .toString();
      return List.of(daemon, "--no-defaults");
    }

    @Override
    List<String> initialisation() {
      return List.of("--bootstrap");
    }

    @Override
    void writeInitialStatements(Path file) throws IOException {
      Path scripts =
          Stream.of("/usr/share/mysql", "/usr/share/mariadb")
              .map(Path::of)
              .filter(folder -> Files.exists(folder.resolve("mysql_system_tables.sql")))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException(missing()));
      Files.writeString(file, "CREATE DATABASE mysql;\nUSE mysql;\n");
      for (String script : List.of("mysql_system_tables.sql", "mysql_system_tables_data.sql")) {
        Files.write(file, Files.readAllBytes(scripts.resolve(script)), StandardOpenOption.APPEND);
      }
    }

    @Override
    List<String> service() {
      return List.of();
    }

    @Override
    String missing() {
      return "MariaDB is not installed; Debian needs: apt-get install mariadb-server-core";
    }
  };

  /** The daemon and what it is always told. */
  abstract List<String> command() throws IOException;

  /** What makes it fill an empty data folder and end. */
  abstract List<String> initialisation();

  /** What it reads while it does so. */
  void writeInitialStatements(Path file) throws IOException {
    Files.createFile(file);
  }

  /** What it is told when it is to serve. */
  abstract List<String> service();

  /** What to tell a person on whose machine it cannot run. */
  abstract String missing();

  /** A whole command line on that data folder. */
  List<String> on(Path data, List<String> more) throws IOException {
    List<String> line = new ArrayList<>(command());
    line.add("--datadir=" + data);
    // A server that starts removes all temporary tables that it finds, those of others included.
    line.add("--tmpdir=" + Files.createDirectories(data.resolveSibling("tmp")));
    if ("root".equals(System.getProperty("user.name"))) {
      line.add("--user=root");
    }
    line.addAll(more);
    return line;
  }
}
