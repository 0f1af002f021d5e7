package org.securechat.client.administration;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Properties;
import org.securechat.client.ClientException;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.file.OwnerOnly;

/**
 * A request for an administrator, left as a file in the server's data folder, where only who may
 * write there can leave one. It holds what the server stores of the password, never the password.
 */
public final class AdminBootstrapRequest {
  private static final String FOLDER = "enrolment";
  private static final long POLL_MILLIS = 200;
  private static final int ID_BYTES = 16;

  private final Properties text = new Properties();

  /** For an administrator of that name and role. */
  public AdminBootstrapRequest(String name, String role) {
    text.setProperty("name", name);
    text.setProperty("role", role);
  }

  /** One who exists gets exactly these means to log in instead of being refused. */
  public void replacing() {
    text.setProperty("replace", "true");
  }

  /** Logs in by this password, which the caller wipes. */
  public void password(char[] password) {
    byte[] salt = new byte[PasswordKey.SALT_LENGTH];
    Providers.random().nextBytes(salt);
    KdfParameters cost = KdfParameters.DEFAULT;
    try (SecretBytes key = PasswordKey.derive(password, salt, cost)) {
      byte[] bytes = key.expose();
      text.setProperty("salt", HexFormat.of().formatHex(salt));
      text.setProperty("key_sha256", HexFormat.of().formatHex(Digests.sha256(bytes)));
      Arrays.fill(bytes, (byte) 0);
    }
    text.setProperty("kdf_memory_kib", Integer.toString(cost.memoryKib()));
    text.setProperty("kdf_iterations", Integer.toString(cost.iterations()));
    text.setProperty("kdf_parallelism", Integer.toString(cost.parallelism()));
  }

  /** Logs in by the one certificate with that fingerprint. */
  public void pinned(String sha256) {
    text.setProperty("certificate", "pinned");
    text.setProperty("certificate_sha256", sha256);
  }

  /** Logs in by any certificate that names them. */
  public void named() {
    text.setProperty("certificate", "named");
  }

  /**
   * Leaves the request and waits for what becomes of it.
   *
   * @return false if no server runs on the folder: the request stays there for its next start
   * @throws ClientException if the folder cannot be used, or the server refuses or does not answer
   *     in time
   */
  public boolean submit(Path data, Duration limit) throws ClientException {
    if (!Files.isDirectory(data)) {
      throw new ClientException(
          "there is no data folder " + data, "Name the server's with --data, or start it once.");
    }
    try {
      Path folder = data.resolve(FOLDER);
      if (!Files.isDirectory(folder)) {
        OwnerOnly.createFolder(folder);
        Files.setOwner(folder, Files.getOwner(data));
      }
      byte[] id = new byte[ID_BYTES];
      Providers.random().nextBytes(id);
      String name = HexFormat.of().formatHex(id);
      write(folder, name);
      if (!isServerRunning(data)) {
        return false;
      }
      await(folder.resolve(name + ".result"), limit);
      return true;
    } catch (IOException e) {
      throw new ClientException(
          "the request cannot be left in " + data.resolve(FOLDER) + ": " + e.getMessage(),
          "Run this as the user that runs the server.",
          e);
    }
  }

  /** Complete when it appears under its name; the server's own from the start. */
  private void write(Path folder, String name) throws IOException {
    StringWriter content = new StringWriter();
    text.store(content, null);
    Path draft = folder.resolve(name + ".draft");
    OwnerOnly.write(draft, content.toString().getBytes(StandardCharsets.UTF_8));
    Files.setOwner(draft, Files.getOwner(folder));
    Files.move(draft, folder.resolve(name + ".enrolment"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** A server holds this lock as long as it lives. */
  private static boolean isServerRunning(Path data) throws IOException {
    Path file = data.resolve("server.lock");
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    }
  }

  private static void await(Path result, Duration limit) throws IOException, ClientException {
    long end = System.nanoTime() + limit.toNanos();
    while (!Files.exists(result)) {
      if (System.nanoTime() - end > 0) {
        throw new ClientException(
            "the server has not answered within " + limit.toSeconds() + " s",
            "The request stays in the data folder; the server's log says what it does.");
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClientException("interrupted", "The request stays in the data folder.");
      }
    }
    Properties answer = new Properties();
    try (var in = Files.newBufferedReader(result, StandardCharsets.UTF_8)) {
      answer.load(in);
    }
    Files.deleteIfExists(result);
    if (!"done".equals(answer.getProperty("outcome"))) {
      throw new ClientException(
          "the server refused it: " + answer.getProperty("reason", "no reason given"));
    }
  }

  @Override
  public String toString() {
    return "Enrolment[" + text.getProperty("name") + "]";
  }
}
