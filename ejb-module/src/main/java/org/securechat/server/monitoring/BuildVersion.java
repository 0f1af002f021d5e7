package org.securechat.server.monitoring;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version that the build has written into the archive. */
final class BuildVersion {

  private static final String FILE = "/META-INF/maven/org.securechat/securechat-ejb/pom.properties";

  private BuildVersion() {}

  /** {@code unknown} for classes that come from no archive. */
  static String of(Class<?> type) {
    Properties built = new Properties();
    try (InputStream in = type.getResourceAsStream(FILE)) {
      if (in != null) {
        built.load(in);
      }
    } catch (IOException e) {
      return "unknown";
    }
    return built.getProperty("version", "unknown");
  }
}
