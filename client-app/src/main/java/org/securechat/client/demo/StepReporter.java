package org.securechat.client.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.text.MessageJson;
import org.securechat.client.text.Palette;
import org.securechat.protocol.json.Json;

/**
 * A numbered account of steps: each is announced before it is begun, and gets its verdict and its
 * duration when it is over. On a terminal the seconds are counted meanwhile.
 *
 * <p>Steps are run by one thread; {@link #note} is safe from any.
 */
final class StepReporter {
  /** How it is written. */
  enum Form {
    /** For a terminal: the present line is written anew each second. */
    LIVE,
    /** For a file or a pipe. */
    PLAIN,
    /** For a program: one JSON object a line. */
    JSON
  }

  private static final int TITLE_WIDTH = 56;
  private static final String INDENT = "      ";

  private final PrintWriter out;
  private final Palette palette;
  private final Form form;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition over = lock.newCondition();
  private int number;
  private int failures;
  private String running;
  private volatile boolean muted;

  StepReporter(PrintWriter out, Palette palette, Form form, LongSupplier nanos) {
    this.out = out;
    this.palette = palette;
    this.form = form;
    this.nanos = nanos;
  }

  /**
   * Runs a step and tells of it.
   *
   * @return false if it does not hold, or was not begun because the account has ended
   */
  boolean run(String title, Step step) {
    if (muted) {
      return false;
    }
    long start = nanos.getAsLong();
    begin(title);
    Thread ticker = form == Form.LIVE ? tick(start) : null;
    List<String> details;
    String failure = "";
    try {
      details = step.run();
    } catch (ClientException e) {
      details = e.remedy().isEmpty() ? List.of() : List.of(e.remedy());
      failure = String.valueOf(e.getMessage());
    } catch (Exception e) {
      details = List.of();
      failure = e.getMessage() == null ? e.toString() : e.getMessage();
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
    end(title, Duration.ofNanos(nanos.getAsLong() - start), details, failure);
    join(ticker);
    return failure.isEmpty();
  }

  private void begin(String title) {
    lock.lock();
    try {
      number++;
      running = String.format("%2d  %-" + TITLE_WIDTH + "s", number, title + " ...");
      if (form != Form.JSON) {
        put(running);
      }
    } finally {
      lock.unlock();
    }
  }

  private Thread tick(long start) {
    Thread ticker = new Thread(() -> count(start), "securechat-seconds");
    ticker.setDaemon(true);
    ticker.start();
    return ticker;
  }

  private void count(long start) {
    lock.lock();
    try {
      while (running != null) {
        if (!over.await(1, TimeUnit.SECONDS) && running != null) {
          long seconds = Duration.ofNanos(nanos.getAsLong() - start).toSeconds();
          put("\r" + running + palette.dim(" " + seconds + " s"));
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private static void join(Thread ticker) {
    if (ticker != null) {
      try {
        ticker.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void end(String title, Duration took, List<String> details, String failure) {
    lock.lock();
    try {
      boolean holds = failure.isEmpty();
      failures += holds ? 0 : 1;
      if (form == Form.JSON) {
        putLine(MessageJson.line(json(title, took, details, failure)));
      } else {
        String verdict = holds ? palette.good("holds ") : palette.bad("FAILS ");
        String line = verdict + palette.dim(seconds(took));
        putLine(form == Form.LIVE ? "\r" + running + " " + line : " " + line);
        if (!holds) {
          putLine(INDENT + palette.bad(SafeText.line(failure)));
        }
        details.forEach(detail -> putLine(INDENT + SafeText.line(detail)));
      }
      running = null;
      over.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void putLine(String line) {
    put(line + System.lineSeparator());
  }

  private void put(String text) {
    if (!muted) {
      out.print(text);
      out.flush();
    }
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%6.1f s", took.toMillis() / 1000.0);
  }

  private ObjectNode json(String title, Duration took, List<String> details, String failure) {
    ObjectNode json =
        Json.object()
            .put("type", "step")
            .put("number", number)
            .put("title", title)
            .put("holds", failure.isEmpty())
            .put("millis", took.toMillis());
    if (!failure.isEmpty()) {
      json.put("failure", failure);
    }
    ArrayNode list = json.putArray("details");
    details.forEach(list::add);
    return json;
  }

  /** A last word: no step is begun and nothing is written any more. */
  void end(String last) {
    note(last);
    lock.lock();
    try {
      muted = true;
    } finally {
      lock.unlock();
    }
  }

  /** Something beside the steps. A line that is being written is ended first. */
  void note(String line) {
    lock.lock();
    try {
      if (form == Form.JSON) {
        putLine(MessageJson.line(Json.object().put("type", "note").put("text", line)));
      } else {
        putLine(running == null ? line : System.lineSeparator() + line);
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many steps were begun. */
  int steps() {
    return number;
  }

  /** How many of them do not hold. */
  int failures() {
    return failures;
  }
}
