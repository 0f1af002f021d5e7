package org.securechat.connector;

import io.netty.util.internal.PlatformDependent;

/**
 * Keeps Netty from recording its buffers with the JDK's Flight Recorder. For that, Netty leaves a
 * listener with the recorder that it takes back only when somebody records. The recorder belongs to
 * the whole server, so the listener would keep the classes of each application that has gone.
 */
final class NettyFlightRecording {

  /** Netty reads it once, when its class {@link PlatformDependent} is initialised. */
  static final String PROPERTY = "io.netty.jfr.enabled";

  private NettyFlightRecording() {}

  /**
   * Switches it off for the Netty of this application, before anything else uses Netty. An operator
   * who sets the property decides; for other applications it is as it was.
   *
   * @return whether Netty records
   */
  static synchronized boolean switchOff() {
    if (System.getProperty(PROPERTY) != null) {
      return PlatformDependent.isJfrEnabled();
    }
    System.setProperty(PROPERTY, "false");
    try {
      return PlatformDependent.isJfrEnabled();
    } finally {
      System.clearProperty(PROPERTY);
    }
  }
}
