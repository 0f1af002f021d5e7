package org.securechat.launcher;

import fish.payara.micro.PayaraMicro;
import fish.payara.micro.boot.PayaraMicroBoot;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * Payara Micro from a flat class path.
 *
 * <p>Its own launcher loads it from jars within its jar, by a class loader that the JVM keeps no
 * classes of. Here the build has taken that jar apart, and the one class loader of the program
 * loads everything; see {@link StartCache}.
 */
final class Platform {

  private static final String IMPLEMENTATION = "fish.payara.micro.impl.PayaraMicroImpl";
  private static final String PROPERTIES = "/MICRO-INF/payara-boot.properties";

  /** The jar whose manifest names all the others, in which Payara Micro looks for its services. */
  private static final String BOOT_JAR = "fish.payara.micro.BootJar";

  private Platform() {}

  /** The one instance of this process, as Payara Micro's launcher would make it. */
  static PayaraMicroBoot instance() throws IOException, ReflectiveOperationException {
    System.setProperty(
        BOOT_JAR, Platform.class.getProtectionDomain().getCodeSource().getLocation().toString());
    setDefaults();
    return (PayaraMicroBoot) Class.forName(IMPLEMENTATION).getMethod("getInstance").invoke(null);
  }

  private static void setDefaults() throws IOException {
    Properties defaults = new Properties();
    try (InputStream in = PayaraMicro.class.getResourceAsStream(PROPERTIES)) {
      defaults.load(in);
    }
    for (String name : defaults.stringPropertyNames()) {
      if (System.getProperty(name) == null) {
        System.setProperty(name, defaults.getProperty(name));
      }
    }
  }
}
