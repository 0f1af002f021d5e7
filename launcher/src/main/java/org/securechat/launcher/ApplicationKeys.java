package org.securechat.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The application's reader of private keys, for those that are encrypted or of another form than
 * the JDK reads by itself. It is loaded from the application that will be deployed, and spoken to
 * in types of the JDK.
 */
final class ApplicationKeys {
  private static final String READER = "org.securechat.protocol.identity.key.PlainKey";

  private final Path libraries;

  /** Of the unpacked application. */
  ApplicationKeys(Path application) {
    this.libraries = application.resolve("WEB-INF/lib");
  }

  /**
   * The PKCS#8 encoding of the key; the caller wipes it.
   *
   * @throws IOException saying why the key cannot be used
   */
  byte[] read(Path file) throws IOException {
    Optional<Path> passphrase = ApplicationSetting.KEY_PASSPHRASE_FILE.optional().map(Path::of);
    try (URLClassLoader loader = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader())) {
      return reader(loader).apply(file, passphrase);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (ReflectiveOperationException e) {
      throw new IOException("the application in " + libraries + " cannot be used", e);
    }
  }

  @SuppressWarnings("unchecked")
  private static BiFunction<Path, Optional<Path>, byte[]> reader(ClassLoader loader)
      throws ReflectiveOperationException {
    return (BiFunction<Path, Optional<Path>, byte[]>)
        Class.forName(READER, true, loader)
            .asSubclass(BiFunction.class)
            .getConstructor()
            .newInstance();
  }

  private URL[] jars() throws IOException {
    try (Stream<Path> files = Files.list(libraries)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      URL[] urls = new URL[jars.size()];
      for (int i = 0; i < urls.length; i++) {
        urls[i] = jars.get(i).toUri().toURL();
      }
      return urls;
    }
  }
}
