package org.securechat.launcher.boot;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Being asked to stop is no failure, and the exit code says so. Left to itself, the Java runtime
 * ends with 128 and the signal's number, and Payara Micro takes the database and the log away
 * before the application may write down what it has accepted.
 */
public final class StopSignals {
  private static final long LIMIT_MILLIS = 60_000;
  private static final long LOOK_MILLIS = 500;

  private static final AtomicReference<Runnable> ORDERLY = new AtomicReference<>(() -> {});
  private static final AtomicBoolean STOPPING = new AtomicBoolean();

  private StopSignals() {}

  /**
   * From now on SIGTERM, SIGINT and SIGHUP end this process in order and with 0. SIGHUP comes when
   * the terminal is closed in which the server runs in the background; under {@code nohup} the
   * runtime goes on ignoring it.
   */
  public static void endWithZero() {
    try {
      handle("TERM");
      handle("INT");
      handle("HUP");
    } catch (InvocationTargetException e) {
      // The runtime was told to leave signals alone (-Xrs), or the system has no SIGHUP (Windows).
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java runtime has no jdk.unsupported module", e);
    }
  }

  /**
   * {@code Signal.handle(new Signal(name), signal -> stop())}. By reflection, because the compiler
   * warns at each mention of {@code sun.misc} and no annotation silences that; the module {@code
   * jdk.unsupported} exists to keep this class for programs that have no other way.
   */
  private static void handle(String name) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object stopping =
        Proxy.newProxyInstance(
            StopSignals.class.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> {
              stop(0);
              return null;
            });
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), stopping);
  }

  /**
   * What comes before the process ends, from now on. It is given a minute; a process that has to
   * end without it ends with 1.
   */
  public static void before(Runnable orderly) {
    ORDERLY.set(orderly);
  }

  /**
   * From now on a reason ends this process in order and with 1.
   *
   * @param reason asked for again and again: why the server has to end, or null
   */
  public static void endOn(Supplier<String> reason) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (reason.get() == null) {
                  Thread.sleep(LOOK_MILLIS);
                }
                System.err.println("securechat: " + reason.get());
                stop(1);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "securechat-end");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * @param code with which the process ends if it could end in order
   */
  private static void stop(int code) {
    if (STOPPING.getAndSet(true)) {
      return;
    }
    AtomicBoolean done = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              ORDERLY.get().run();
              done.set(true);
            },
            "securechat-stop");
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join(LIMIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.exit(done.get() ? code : 1);
  }
}
