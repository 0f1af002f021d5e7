package org.securechat.connector;

import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Notes leaked buffers where a test can see them. Surefire installs it by system property, before
 * Netty's first class is loaded.
 */
public final class RecordingLeakDetector<T> extends ResourceLeakDetector<T> {

  static final List<String> LEAKS = new CopyOnWriteArrayList<>();

  public RecordingLeakDetector(Class<T> type, int samplingInterval) {
    super(type, samplingInterval);
  }

  /** Netty asks for this one too, though it never calls it. */
  public RecordingLeakDetector(Class<T> type, int samplingInterval, long maxActive) {
    super(type, samplingInterval);
  }

  @Override
  protected void reportTracedLeak(String resourceType, String records) {
    LEAKS.add(resourceType + records);
  }

  @Override
  protected void reportUntracedLeak(String resourceType) {
    LEAKS.add(resourceType);
  }
}
