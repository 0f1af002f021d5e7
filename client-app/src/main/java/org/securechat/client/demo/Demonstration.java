package org.securechat.client.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.securechat.client.ClientException;
import org.securechat.client.evidence.ScriptCommand;
import org.securechat.client.evidence.ShellText;
import org.securechat.client.text.MessageJson;
import org.securechat.client.text.Palette;
import org.securechat.protocol.json.Json;

/**
 * One demonstration from beginning to end: whatever happens in between, Ctrl-C included, no server
 * and no folder is left behind unless the folder is to be kept.
 */
public final class Demonstration {
  // A user who stops it by a signal does not want to wait for long.
  private static final Duration HURRIED = Duration.ofSeconds(10);
  private static final Duration PATIENT = Duration.ofMinutes(1);

  private final PrintWriter out;
  private final Palette palette;
  private final boolean json;
  private final boolean live;
  private final boolean keep;
  private final boolean verbose;
  private final boolean cluster;

  /**
   * A demonstration.
   *
   * @param json whether a program reads it
   * @param live whether {@code out} is a terminal
   * @param keep whether the folder stays
   * @param verbose whether the server is to log much
   * @param cluster whether several servers are shown, on a database of the caller's
   */
  public Demonstration(
      PrintWriter out,
      Palette palette,
      boolean json,
      boolean live,
      boolean keep,
      boolean verbose,
      boolean cluster) {
    this.out = out;
    this.palette = palette;
    this.json = json;
    this.live = live;
    this.keep = keep;
    this.verbose = verbose;
    this.cluster = cluster;
  }

  /** Runs it. True if every step holds. */
  public boolean run() throws ClientException {
    long start = System.nanoTime();
    DemoFolder folder;
    try {
      folder = DemoFolder.create();
    } catch (IOException e) {
      throw new ClientException(
          "no temporary folder can be made: " + e.getMessage(),
          "Make room in " + System.getProperty("java.io.tmpdir") + ".",
          e);
    }
    StepReporter reporter = new StepReporter(out, palette, form(), System::nanoTime);
    reporter.note("SecureChat, demonstrated in " + folder.root());
    DemoScript demo =
        cluster
            ? new ClusterSteps(reporter, folder, home(), verbose)
            : new DemoSteps(reporter, folder, home(), verbose);
    CountDownLatch finished = new CountDownLatch(1);
    Thread atSignal = new Thread(() -> atSignal(reporter, demo, finished), "securechat-demo-end");
    Runtime.getRuntime().addShutdownHook(atSignal);
    try {
      demo.run();
    } finally {
      demo.cleanUp(keep, PATIENT);
      finished.countDown();
      forget(atSignal);
    }
    conclude(reporter, folder, Duration.ofNanos(System.nanoTime() - start));
    return reporter.failures() == 0;
  }

  private void atSignal(StepReporter reporter, DemoScript demo, CountDownLatch finished) {
    reporter.end("Interrupted; stopping the server and tidying up ...");
    demo.cleanUp(keep, HURRIED);
    try {
      // A step that was under way may have written once more.
      finished.await(HURRIED.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    demo.cleanUp(keep, HURRIED);
  }

  private StepReporter.Form form() {
    if (json) {
      return StepReporter.Form.JSON;
    }
    return live ? StepReporter.Form.LIVE : StepReporter.Form.PLAIN;
  }

  /** Where the server's jar is: the script says so, and it lies beside the client's. */
  private static Path home() throws ClientException {
    Optional<String> told = Optional.ofNullable(System.getProperty("securechat.home"));
    if (told.isPresent()) {
      return Path.of(told.get()).toAbsolutePath();
    }
    try {
      return Path.of(
              Demonstration.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath()
          .getParent();
    } catch (URISyntaxException e) {
      throw new ClientException("cannot tell where this program is installed", e);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // Then it is running, and does what has been done: nothing.
    }
  }

  private void conclude(StepReporter reporter, DemoFolder folder, Duration took) {
    int failures = reporter.failures();
    if (json) {
      out.println(
          MessageJson.line(
              Json.object()
                  .put("type", "demo")
                  .put("holds", failures == 0)
                  .put("steps", reporter.steps())
                  .put("failures", failures)
                  .put("millis", took.toMillis())
                  .put("folder", keep ? folder.root().toString() : null)));
      return;
    }
    reporter.note("");
    reporter.note(
        failures == 0
            ? palette.good("All " + reporter.steps() + " steps hold")
                + " ("
                + took.toSeconds()
                + " s)."
            : palette.bad(failures + " of " + reporter.steps() + " steps do not hold") + ".");
    if (keep) {
      kept(folder).forEach(reporter::note);
    } else if (failures > 0) {
      reporter.note("With --keep -v everything stays for a closer look, and the server logs more.");
    }
  }

  /** What there is to look at, as far as it was made. */
  private static List<String> kept(DemoFolder folder) {
    Path bundle = folder.evidence("alice-lobby");
    Path authority = folder.pki().resolve("ca.pem");
    Path password = folder.of("alice").resolve("password");
    List<String> lines = new ArrayList<>(List.of("", "Kept in " + folder.root() + "."));
    if (Files.exists(bundle)) {
      lines.add("What an auditor would be given, and how they would check it:");
      lines.add("  " + ShellText.command("less", bundle.resolve("README.txt")));
      lines.add("  " + ScriptCommand.forBundle(bundle, authority));
      lines.add("  " + ShellText.command("./securechat", "verify", bundle, "--ca", authority));
    }
    if (Files.exists(password)) {
      lines.add("To go on with it, in two terminals:");
      lines.add(
          "  "
              + ShellText.command(
                  "./securechat", "up", "--data", folder.data(), "--pki", folder.pki()));
      lines.add(
          "  "
              + ShellText.command("./securechat", "chat", "--as", "alice", "--room", "lobby")
              + " "
              + ShellText.command("--pki", folder.pki(), "--password-file", password));
    }
    lines.add("To remove it:");
    lines.add("  " + ShellText.command("rm", "-r", folder.root()));
    return lines;
  }
}
