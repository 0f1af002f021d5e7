package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.securechat.connector.contract.Connection;

/**
 * A server takes an application's classes away together with its class loader, if nothing is left.
 */
class ClassLoaderLeakTest {

  /** Runs in a class loader of its own, as each deployment of the archive does. */
  public static final class Deployment implements Runnable {

    @Override
    public void run() {
      try (FakeContainer container = new FakeContainer(new Echo()).open();
          Peer peer = container.connect().send("hello")) {
        if (!"hello".equals(peer.receive())) {
          throw new AssertionError("no answer");
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      } finally {
        IoThreads.clearThreadLocals();
      }
    }
  }

  private static final class Echo extends RecordingListener {
    @Override
    void onOpened(Connection connection) {
      connection.established();
    }

    @Override
    void onFrame(Connection connection, String text) {
      send(connection, text);
    }
  }

  @Test
  void anApplicationThatHasGoneLeavesNoClassLoader() throws Exception {
    WeakReference<ClassLoader> gone = deployAndUndeploy();

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> {
          System.gc();
          assertThat(gone.get()).isNull();
        });
  }

  /** In a method of its own, so that no local variable of the test keeps the class loader. */
  private static WeakReference<ClassLoader> deployAndUndeploy() throws Exception {
    try (URLClassLoader application =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      Runnable deployment =
          (Runnable)
              application
                  .loadClass(Deployment.class.getName())
                  .getDeclaredConstructor()
                  .newInstance();
      FutureTask<Void> done = new FutureTask<>(deployment, null);
      Thread deployer = new Thread(done);
      deployer.setContextClassLoader(application);
      deployer.start();
      done.get();
      deployer.join();
      return new WeakReference<>(application);
    }
  }

  private static URL[] classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(ClassLoaderLeakTest::url)
        .toArray(URL[]::new);
  }

  private static URL url(String path) {
    try {
      return Path.of(path).toUri().toURL();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
