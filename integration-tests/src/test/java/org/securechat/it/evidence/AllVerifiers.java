package org.securechat.it.evidence;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.securechat.it.evidence.Script.Run;
import org.securechat.it.secondlanguage.Python;
import org.securechat.protocol.evidence.verify.EvidenceVerifier;
import org.securechat.protocol.evidence.verify.Verdict;
import org.securechat.protocol.evidence.verify.VerificationReport;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.RevocationPolicy;

/**
 * The product's verifier, the script in the bundle, the console's where Node.js is installed, and
 * the one in Python, on one bundle.
 */
final class AllVerifiers {
  private final Python python;
  private final Path authority;

  /**
   * @param authority the certificates that all trust
   */
  AllVerifiers(Path authority) {
    this.authority = authority;
    this.python = Python.installed().orElse(null);
    assumeTrue(python != null, "Python with the package cryptography is not installed");
  }

  Python python() {
    return python;
  }

  /** Expects of each that a bundle is verified. */
  void accept(Path bundle, String about, SoftAssertions every) throws Exception {
    accept(bundle, about, RevocationPolicy.REFUSE, List.of(), every);
  }

  /**
   * Expects of each that a bundle is verified for who knows that the root publishes no list, and of
   * none that it is for who does not.
   */
  void acceptIfToldOfRoots(Path bundle, String about, SoftAssertions every) throws Exception {
    accept(bundle, about, RevocationPolicy.EXCUSE_ROOTS, List.of("--roots-without-list"), every);
    every.assertThat(java(bundle, RevocationPolicy.REFUSE).verdict()).isEqualTo(Verdict.FAILED);
    every.assertThat(script(bundle, List.of()).verdict()).isEqualTo("FAILED");
    every.assertThat(second(bundle, List.of()).exit()).isEqualTo(1);
    try (ConsoleVerifier console = ConsoleVerifier.start().orElse(null)) {
      if (console != null) {
        every.assertThat(console(console, bundle, false)).isEqualTo("FAILED");
      }
    }
  }

  /** Expects of the two that read zip files that one is verified. */
  void acceptZip(Path zip, String about, SoftAssertions every) throws Exception {
    every
        .assertThat(java(zip, RevocationPolicy.REFUSE).verdict())
        .as(about)
        .isEqualTo(Verdict.VERIFIED);
    try (ConsoleVerifier console = ConsoleVerifier.start().orElse(null)) {
      if (console != null) {
        every
            .assertThat(console(console, zip, false))
            .as("console, %s", about)
            .isEqualTo("VERIFIED");
      }
    }
  }

  private void accept(
      Path bundle,
      String about,
      RevocationPolicy policy,
      List<String> options,
      SoftAssertions every)
      throws Exception {
    VerificationReport report = java(bundle, policy);
    every
        .assertThat(report.verdict())
        .as("%s: %s", about, report.failures())
        .isEqualTo(Verdict.VERIFIED);
    Run script = script(bundle, options);
    every.assertThat(script.verdict()).as("sh, %s", about).isEqualTo("VERIFIED");
    Python.Run second = second(bundle, options);
    every.assertThat(second.exit()).as("Python, %s: %s", about, second.output()).isZero();
    try (ConsoleVerifier console = ConsoleVerifier.start().orElse(null)) {
      if (console != null) {
        String said = console(console, bundle, policy == RevocationPolicy.EXCUSE_ROOTS);
        every.assertThat(said).as("console, %s", about).isEqualTo("VERIFIED");
      }
    }
  }

  private String console(ConsoleVerifier console, Path bundle, boolean rootsWithoutList)
      throws IOException {
    return console
        .judge(bundle, List.of(authority), List.of(), rootsWithoutList)
        .judgement()
        .verdict();
  }

  private VerificationReport java(Path bundle, RevocationPolicy policy) throws Exception {
    return new EvidenceVerifier(PemFiles.certificates(authority), policy).verify(bundle);
  }

  private Run script(Path bundle, List<String> options) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", bundle.resolve("verify.sh").toString()));
    command.addAll(options);
    command.add(authority.toString());
    return Script.run(bundle, Map.of(), command);
  }

  private Python.Run second(Path bundle, List<String> options) throws Exception {
    List<String> arguments = new ArrayList<>(options);
    arguments.add(bundle.toString());
    arguments.addAll(each());
    return python.script("securechat_evidence.py", arguments.toArray(String[]::new));
  }

  /** The authorities in files of their own, beside theirs: the one in Python takes no others. */
  private List<String> each() throws Exception {
    List<X509Certificate> certificates = PemFiles.certificates(authority);
    if (certificates.size() == 1) {
      return List.of(authority.toString());
    }
    List<String> files = new ArrayList<>();
    for (X509Certificate certificate : certificates) {
      Path file = authority.resolveSibling("authority-" + files.size() + ".der");
      files.add(Files.write(file, certificate.getEncoded()).toString());
    }
    return files;
  }
}
