package org.securechat.it.evidence;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
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

/** The product's verifier, the script in the bundle and the one in Python, on one bundle. */
final class ThreeVerifiers {
  private final Python python;
  private final Path authority;

  /**
   * @param authority the certificate that all three trust
   */
  ThreeVerifiers(Path authority) {
    this.authority = authority;
    this.python = Python.installed().orElse(null);
    assumeTrue(python != null, "Python with the package cryptography is not installed");
  }

  Python python() {
    return python;
  }

  /** Expects of each that a bundle is verified. */
  void accept(Path bundle, String about, SoftAssertions every) throws Exception {
    VerificationReport report =
        new EvidenceVerifier(PemFiles.certificates(authority), RevocationPolicy.REFUSE)
            .verify(bundle);
    every
        .assertThat(report.verdict())
        .as("%s: %s", about, report.failures())
        .isEqualTo(Verdict.VERIFIED);
    String its = bundle.resolve("verify.sh").toString();
    Run script = Script.run(bundle, Map.of(), List.of("sh", its, authority.toString()));
    every.assertThat(script.verdict()).as("sh, %s", about).isEqualTo("VERIFIED");
    Python.Run second =
        python.script("securechat_evidence.py", bundle.toString(), authority.toString());
    every.assertThat(second.exit()).as("Python, %s: %s", about, second.output()).isZero();
  }
}
