package org.securechat.server.admin.account;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.server.account.KdfBounds;
import org.securechat.server.account.StoredPassword;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.Role;

/**
 * A file in which a person on the machine asks for an administrator. It holds the salt, the
 * parameters and the hash that are stored, never the password. The server accepts only a plain file
 * that its owner alone can read and write. The owner must also be the owner of the folder.
 */
final class BootstrapRequestFile {
  static final String SUFFIX = ".enrolment";
  static final String RESULT_SUFFIX = ".result";

  private static final int MAX_BYTES = 4_096;
  private static final Set<PosixFilePermission> OWNERS =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path file;

  BootstrapRequestFile(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /**
   * What is asked for.
   *
   * @throws AdministrationException {@code INVALID} if the file cannot be believed or makes no
   *     sense
   */
  Enrolment read() throws IOException {
    requireBelievable();
    Properties text = new Properties();
    text.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
    try {
      return new Enrolment(
          new NewAdministrator(
              text.getProperty("name", ""),
              Role.of(text.getProperty("role", "")).orElseThrow(() -> invalid("no such role")),
              password(text),
              certificate(text)),
          Boolean.parseBoolean(text.getProperty("replace")));
    } catch (IllegalArgumentException e) {
      throw invalid("malformed");
    }
  }

  private static Optional<StoredPassword> password(Properties text) {
    String salt = text.getProperty("salt");
    if (salt == null) {
      return Optional.empty();
    }
    KdfParameters parameters =
        new KdfParameters(
            number(text, "kdf_memory_kib"),
            number(text, "kdf_iterations"),
            number(text, "kdf_parallelism"));
    if (!KdfBounds.permit(parameters)) {
      throw invalid("a key that is too costly to compute here");
    }
    return Optional.of(
        StoredPassword.ofVerifier(
            HexFormat.of().parseHex(salt),
            parameters,
            HexFormat.of().parseHex(text.getProperty("key_sha256", ""))));
  }

  private static int number(Properties text, String name) {
    return Integer.parseInt(text.getProperty(name, ""));
  }

  private static CertificateRule certificate(Properties text) {
    return new CertificateRule(
        CertificateRule.Kind.of(text.getProperty("certificate", "none"))
            .orElseThrow(() -> invalid("no such certificate rule")),
        text.getProperty("certificate_sha256"));
  }

  private void requireBelievable() throws IOException {
    BasicFileAttributes plain =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!plain.isRegularFile() || plain.size() > MAX_BYTES) {
      throw invalid("not a plain file of at most " + MAX_BYTES + " bytes");
    }
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    PosixFileAttributes posix =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!OWNERS.containsAll(posix.permissions())) {
      throw invalid("others than its owner can touch it");
    }
    if (!posix.owner().equals(Files.getOwner(file.toAbsolutePath().getParent()))) {
      throw invalid("its owner is not the owner of the folder");
    }
  }

  /** Deletes the request and writes its result for the command that waits. */
  void answer(String outcome, String reason) throws IOException {
    Properties text = new Properties();
    text.setProperty("outcome", outcome);
    text.setProperty("reason", reason);
    StringWriter result = new StringWriter();
    text.store(result, null);
    String name = file.getFileName().toString();
    Path target =
        file.resolveSibling(name.substring(0, name.length() - SUFFIX.length()) + RESULT_SUFFIX);
    Path draft = file.resolveSibling(name + ".answer");
    Files.writeString(draft, result.toString(), StandardCharsets.UTF_8);
    Files.deleteIfExists(file);
    Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static AdministrationException invalid(String message) {
    return AdministrationException.invalid("file", message);
  }

  /**
   * What is asked for.
   *
   * @param replace whether an administrator of that name may exist, and then gets these means
   */
  record Enrolment(NewAdministrator administrator, boolean replace) {}
}
