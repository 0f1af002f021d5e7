package org.securechat.client.pki.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.securechat.client.identity.IdentityFiles;
import org.securechat.client.pki.check.Expectations.Role;

/**
 * Somebody whose certificate and key are to be in the folder.
 *
 * @param name how the files are called
 * @param chain the chain's file
 * @param key the key's file; the same as the chain's for a PKCS#12 file
 */
record Holder(String name, Path chain, Path key) {
  static final String SERVER = "server";
  static final String RECEIPT = "receipt";

  /** For classic clients: a server's certificate as well. */
  static final String CLASSIC = "classic";

  private static final Set<String> OF_SERVERS = Set.of(SERVER, RECEIPT, CLASSIC);

  /** What lies beside them and belongs to the authority. */
  private static final Set<String> OF_AUTHORITIES = Set.of("ca", "crl");

  private static final List<String> ENDINGS =
      Stream.concat(Stream.of(".pem", ".key"), IdentityFiles.PKCS12.stream()).toList();

  /** Those of a role: the server's two in any case, and all whose files are there. */
  static List<Holder> of(Path root, Role role) throws IOException {
    Map<String, Holder> found = new TreeMap<>();
    for (Path folder : List.of(root.resolve("issued"), root)) {
      for (String name : names(folder)) {
        if (!OF_AUTHORITIES.contains(name)) {
          found.putIfAbsent(name, in(folder, name));
        }
      }
    }
    boolean server = found.containsKey(SERVER) || found.containsKey(RECEIPT);
    if (role == Role.SERVER || (role == Role.ALL && server)) {
      found.putIfAbsent(SERVER, in(root.resolve("issued"), SERVER));
      found.putIfAbsent(RECEIPT, in(root.resolve("issued"), RECEIPT));
    }
    List<Holder> holders = new ArrayList<>(found.values());
    holders.removeIf(holder ->
        switch (role) {
          case ALL -> false;
          case SERVER -> !OF_SERVERS.contains(holder.name);
          case CLIENT -> OF_SERVERS.contains(holder.name);
        });
    return holders;
  }

  private static Holder in(Path folder, String name) {
    Path chain = folder.resolve(name + ".pem");
    Path key = folder.resolve(name + ".key");
    if (!Files.exists(chain) && !Files.exists(key) && !OF_SERVERS.contains(name)) {
      for (String ending : IdentityFiles.PKCS12) {
        Path both = folder.resolve(name + ending);
        if (Files.exists(both)) {
          return new Holder(name, both, both);
        }
      }
    }
    return new Holder(name, chain, key);
  }

  private static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(file -> ENDINGS.stream().anyMatch(file::endsWith))
          // The key of a request whose certificate has not come yet.
          .filter(file -> !file.endsWith(".next.key"))
          .map(file -> file.substring(0, file.length() - ".pem".length()))
          .distinct()
          .sorted()
          .toList();
    }
  }
}
