package org.securechat.it.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.securechat.it.evidence.EvidenceCase.Judgement;

/**
 * The verifier of the console in the browser, run by Node.js. One process judges many bundles, a
 * line of its input each. Confined to one thread.
 */
final class ConsoleVerifier implements AutoCloseable {
  /** Kinds of lines in which a user has words. */
  private static final List<String> WITH_WORDS =
      List.of("message/1", "message/2", "reply/1", "edit/1", "file/1");

  private static final Path PROGRAM =
      Path.of("..", "console", "bin", "verify.mjs").toAbsolutePath().normalize();
  private static final int LEAST_VERSION = 18;
  private static final long SECONDS_TO_END = 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BufferedWriter jobs;
  private final BufferedReader answers;

  private ConsoleVerifier(Process process) {
    this.process = process;
    this.jobs = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts one; empty, and said so, where there is no Node.js of version 18 or newer. */
  static Optional<ConsoleVerifier> start() throws IOException {
    if (!isInstalled()) {
      System.out.println(
          "Node.js 18 or newer is not installed: the console's verifier is not asked");
      return Optional.empty();
    }
    Process started =
        new ProcessBuilder("node", PROGRAM.toString(), "--jobs")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return Optional.of(new ConsoleVerifier(started));
  }

  private static boolean isInstalled() throws IOException {
    if (!Script.isInstalled("node")) {
      return false;
    }
    Process asked = new ProcessBuilder("node", "--version").start();
    try (BufferedReader said = asked.inputReader(StandardCharsets.US_ASCII)) {
      String version = said.readLine();
      return version != null
          && version.matches("v[0-9]+\\..*")
          && Integer.parseInt(version.substring(1, version.indexOf('.'))) >= LEAST_VERSION;
    }
  }

  /** What it says of a case. */
  Judged judge(EvidenceCase given) throws IOException {
    return judge(
        given.bundle(), given.given("authority-"), given.given("list-"), given.excusesRoots());
  }

  /**
   * What it says of a bundle.
   *
   * @param bundle a folder or a zip
   */
  Judged judge(Path bundle, List<Path> authorities, List<Path> lists, boolean rootsWithoutList)
      throws IOException {
    ObjectNode job = JSON.createObjectNode();
    job.put("bundle", bundle.toAbsolutePath().toString());
    add(job.putArray("ca"), authorities);
    add(job.putArray("crl"), lists);
    job.put("roots_without_list", rootsWithoutList);
    jobs.write(JSON.writeValueAsString(job));
    jobs.newLine();
    jobs.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the console's verifier has ended");
    }
    return read(JSON.readTree(answer));
  }

  private static void add(ArrayNode array, List<Path> files) {
    files.forEach(file -> array.add(file.toAbsolutePath().toString()));
  }

  private static Judged read(JsonNode said) {
    List<String> codes = new ArrayList<>();
    for (JsonNode check : said.path("checks")) {
      if (!check.get("ok").booleanValue()) {
        codes.add(check.get("check").textValue());
      }
    }
    SortedMap<Long, LineShown> lines = new TreeMap<>();
    for (JsonNode line : said.path("lines")) {
      lines.put(
          line.get("position").longValue(),
          new LineShown(
              line.get("state").textValue(),
              line.get("isWithheld").booleanValue(),
              WITH_WORDS.contains(line.path("kind").asText(""))
                  ? line.get("payload").get("text").textValue()
                  : ""));
    }
    String verdict = said.path("verdict").asText("no verdict: " + said.path("fault").asText(""));
    return new Judged(new Judgement(verdict, codes), lines);
  }

  @Override
  public void close() throws IOException {
    jobs.close();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } finally {
      answers.close();
    }
  }

  /**
   * What it said of a bundle.
   *
   * @param lines what a reader is shown, by positions; empty if the transcript cannot be read
   */
  record Judged(Judgement judgement, SortedMap<Long, LineShown> lines) {}

  /**
   * A line as it is shown.
   *
   * @param state in the words of EVIDENCE.md
   * @param withheld whether its content is there and not shown
   * @param text the message; empty if it is none, or is not shown
   */
  record LineShown(String state, boolean withheld, String text) {}
}
