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

  /** How Payara's services are started; four threads at once unless it says otherwise. */
  private static final String STARTUP_THREADS = "org.glassfish.startupThreadPolicy";

  private Platform() {}

  /** The one instance of this process, as Payara Micro's launcher would make it. */
  static PayaraMicroBoot instance() throws IOException, ReflectiveOperationException {
    System.setProperty(
        BOOT_JAR, Platform.class.getProtectionDomain().getCodeSource().getLocation().toString());
    setDefaults();
    // Side by side, services deadlock now and then: one waits to write to the service locator, and
    // the others, which hold what its readers need, for their turn to read.
    System.setProperty(STARTUP_THREADS, "USE_NO_THREADS");
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
