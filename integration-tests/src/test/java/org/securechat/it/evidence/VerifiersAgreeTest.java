package org.securechat.it.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.it.evidence.ConsoleVerifier.Judged;
import org.securechat.it.evidence.ConsoleVerifier.LineShown;
import org.securechat.it.evidence.EvidenceCase.Judgement;
import org.securechat.it.secondlanguage.Python;
import org.securechat.it.secondlanguage.Python.Run;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.BundleWriter;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.verify.BundleReader;
import org.securechat.protocol.evidence.verify.EvidenceVerifier;
import org.securechat.protocol.evidence.verify.Examination;
import org.securechat.protocol.identity.RevocationPolicy;

/**
 * Four verifiers that share no code, the product's, the bundles' own script, the console's in
 * JavaScript and one in Python, say the same of bundles that another program has made, and what
 * that program knows to be true. The console's also shows of each line what the product shows; it
 * is left out where Node.js is not installed.
 *
 * <p>The script takes a second for each bundle, so that it judges some of them, in one shell or
 * another: one of {@code -Dscripted=N}. The profile {@code differential} has it judge all, and more
 * bundles: {@code -Dbundles=N} and {@code -Dseed=TEXT} choose the random ones, {@code -Dstep=N}
 * which bytes are changed. What takes hours can be done in parts: {@code -Dfrom=N -Dto=N} judges
 * the random bundles or changed bytes of these numbers only.
 */
class VerifiersAgreeTest {
  private static final int RANDOM = Integer.getInteger("bundles", 100);
  private static final int STEP = Integer.getInteger("step", 256);
  private static final int SCRIPTED = Integer.getInteger("scripted", 60);
  private static final String SEED = System.getProperty("seed", "1");
  private static final int FROM = Integer.getInteger("from", 0);
  private static final int TO = Integer.getInteger("to", Integer.MAX_VALUE);
  private static final int AT_A_TIME = 40;

  /** Signatures are random, so that the same seed does not make the same bytes again. */
  private static final Path DISAGREEMENTS = Path.of("target", "disagreements");

  private static final int ON_DISK = 100;

  @TempDir Path folder;
  private Python python;
  private Optional<ConsoleVerifier> console = Optional.empty();

  @BeforeEach
  void requirePython() throws IOException {
    python = Python.installed().orElse(null);
    assumeTrue(python != null, "Python with the package cryptography is not installed");
    console = ConsoleVerifier.start();
  }

  @AfterEach
  void endConsole() throws IOException {
    if (console.isPresent()) {
      console.get().close();
    }
  }

  @Test
  void everyNamedCaseHasItsVerdictInAll() throws Exception {
    assertThat(judged("--named")).isPositive();
  }

  @Test
  void randomHistoriesAndChangesToThemHaveOneVerdictInAll() throws Exception {
    int total = 0;
    for (int first = FROM; first < Math.min(RANDOM, TO); first += ON_DISK) {
      int count = Math.min(ON_DISK, Math.min(RANDOM, TO) - first);
      total += judged("--random", Integer.toString(count), "--seed", SEED + "-" + first);
    }
    assertThat(total).isEqualTo(Math.min(RANDOM, TO) - FROM);
  }

  @Test
  void everyChangedByteOfASmallBundleHasOneVerdictInAll() throws Exception {
    int last = ON_DISK;
    for (int first = FROM; first < TO && last == ON_DISK; first += ON_DISK) {
      String count = Integer.toString(Math.min(ON_DISK, TO - first));
      String step = Integer.toString(STEP);
      last = judged("--flips", step, "--from", Integer.toString(first), "--count", count);
      assertThat(first + last).as("there are bytes from %d on", FROM).isGreaterThan(FROM);
    }
  }

  @Test
  void zipIsReadInTheFormInWhichItWasWrittenAndInNoOther() throws Exception {
    assumeTrue(console.isPresent(), "Node.js is not installed");
    Path cases = folder.resolve("cases");
    Run made =
        python.script(
            "securechat_cases.py", "--named", "--only", "a-true-record", cases.toString());
    assertThat(made.exit()).as(made.output()).isZero();
    EvidenceCase given = EvidenceCase.in(cases).getFirst();
    byte[] zip = zip(given);
    assertThat(verdictsOnZip(given, zip)).containsOnly("VERIFIED");
    for (int at = 0; at < zip.length; at += Math.max(1, STEP / 2)) {
      byte[] changed = zip.clone();
      changed[at] ^= 1;
      assertThat(verdictsOnZip(given, changed)).as("byte %d", at).containsOnly("FAILED");
    }
    assertThat(verdictsOnZip(given, Arrays.copyOf(zip, zip.length + 1))).containsOnly("FAILED");
    assertThat(verdictsOnZip(given, Arrays.copyOf(zip, zip.length - 1))).containsOnly("FAILED");
  }

  /** What the product and the console say. */
  private List<String> verdictsOnZip(EvidenceCase given, byte[] zip) throws Exception {
    Path file = Files.write(folder.resolve("bundle.zip"), zip);
    String product =
        new EvidenceVerifier(given.authorities(), RevocationPolicy.REFUSE)
            .verify(file)
            .verdict()
            .words();
    Judged fourth = console.orElseThrow().judge(file, given.given("authority-"), List.of(), false);
    return List.of(product, fourth.judgement().verdict());
  }

  /** A bundle that has nothing but lines of messages, as the product packs it. */
  private static byte[] zip(EvidenceCase given) throws Exception {
    SortedMap<String, byte[]> files = BundleReader.read(given.bundle());
    BundleWriter writer =
        new BundleWriter(
            files.get(BundleLayout.RECEIPT), files.get(BundleLayout.RECEIPT_SIGNATURE));
    writer.authority(given.authorities().getFirst());
    String transcript = new String(files.get(BundleLayout.TRANSCRIPT), StandardCharsets.US_ASCII);
    for (String line : transcript.lines().toList()) {
      long position = TranscriptLine.parse(line).position();
      writer.line(
          line,
          Optional.of(
              new SignedMessage(
                  files.get(BundleLayout.payload(position)),
                  files.get(BundleLayout.signature(position)))));
    }
    files.forEach((name, content) -> {
      if (name.startsWith(BundleLayout.CERTIFICATES)) {
        writer.certificate(content);
      } else if (name.startsWith(BundleLayout.REVOCATION)) {
        writer.revocationList(content);
      }
    });
    return writer.zip();
  }

  /** Has all cases of a choice judged, and returns how many they are. */
  private int judged(String... which) throws Exception {
    Path cases = folder.resolve(String.join("", which));
    List<String> arguments = new ArrayList<>(List.of(which));
    arguments.add(cases.toString());
    Run made = python.script("securechat_cases.py", arguments.toArray(String[]::new));
    assertThat(made.exit()).as(made.output()).isZero();

    List<EvidenceCase> all = EvidenceCase.in(cases);
    Map<String, Judgement> inPython = inPython(all);
    Map<String, Judgement> inShell = inShell(all);
    SoftAssertions every = new SoftAssertions();
    int wrong = 0;
    for (EvidenceCase each : all) {
      Examination examined = each.byProduct();
      Judgement product = Judgement.of(examined.report());
      every.assertThat(each.isMetBy(product)).as("%s: %s", each, product).isTrue();
      Judgement second = inPython.get(each.name());
      every.assertThat(each.isMetBy(second)).as("Python, %s: %s", each, second).isTrue();
      every.assertThat(second.verdict()).as("Python, %s", each.name()).isEqualTo(product.verdict());
      Judgement third = inShell.getOrDefault(each.name(), product);
      every.assertThat(each.isMetBy(third)).as("verify.sh, %s: %s", each, third).isTrue();
      every.assertThat(third.verdict()).as("sh, %s", each.name()).isEqualTo(product.verdict());
      if (console.isPresent()) {
        Judged fourth = console.get().judge(each);
        every
            .assertThat(each.isMetBy(fourth.judgement()))
            .as("console, %s: %s", each, fourth.judgement())
            .isTrue();
        every
            .assertThat(fourth.judgement().verdict())
            .as("console, %s", each.name())
            .isEqualTo(product.verdict());
        // Without a line that can be read, the console shows none; the product shows the others.
        if (!fourth.lines().isEmpty()) {
          every
              .assertThat(fourth.lines())
              .as("lines in the console, %s", each.name())
              .isEqualTo(shown(examined));
        }
      }
      if (every.assertionErrorsCollected().size() > wrong) {
        wrong = every.assertionErrorsCollected().size();
        each.keepIn(DISAGREEMENTS);
      }
    }
    every.assertAll();
    System.out.println(String.join(" ", which) + ": " + all.size() + " cases with one verdict");
    return all.size();
  }

  /** What the product shows of each line. */
  private static SortedMap<Long, LineShown> shown(Examination examined) {
    SortedMap<Long, LineShown> lines = new TreeMap<>();
    examined.lines(line ->
        lines.put(
            line.position(),
            new LineShown(line.state().words(), line.withheld(), line.text().orElse(""))));
    return lines;
  }

  private Map<String, Judgement> inPython(List<EvidenceCase> cases) throws Exception {
    Map<String, Judgement> found = new HashMap<>();
    for (int from = 0; from < cases.size(); from += AT_A_TIME) {
      List<String> arguments = new ArrayList<>(List.of("--all"));
      cases
          .subList(from, Math.min(from + AT_A_TIME, cases.size()))
          .forEach(each -> arguments.add(each.folder().toString()));
      Run run = python.script("securechat_evidence.py", arguments.toArray(String[]::new));
      assertThat(run.exit()).as(run.output()).isZero();
      for (String line : run.output().lines().toList()) {
        JsonNode said = new ObjectMapper().readTree(line);
        List<String> codes = new ArrayList<>();
        said.get("findings").forEach(finding -> codes.add(finding.get(1).textValue()));
        found.put(
            said.get("case").textValue(), new Judgement(said.get("verdict").textValue(), codes));
      }
    }
    return found;
  }

  private static Map<String, Judgement> inShell(List<EvidenceCase> cases) throws Exception {
    List<List<String>> shells = Script.shells();
    Map<String, Future<Judgement>> running = new HashMap<>();
    Map<String, Judgement> found = new HashMap<>();
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < cases.size() && !shells.isEmpty(); i += SCRIPTED) {
        EvidenceCase given = cases.get(i);
        List<String> shell = shells.get(i / SCRIPTED % shells.size());
        running.put(given.name(), two.submit(() -> Script.judge(shell, given)));
      }
      for (Map.Entry<String, Future<Judgement>> each : running.entrySet()) {
        found.put(each.getKey(), each.getValue().get());
      }
    }
    return found;
  }
}
