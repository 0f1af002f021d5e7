package org.securechat.protocol.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.evidence.verify.Judged.PKI;
import static org.securechat.protocol.evidence.verify.Judged.fails;
import static org.securechat.protocol.evidence.verify.Judged.flipped;
import static org.securechat.protocol.evidence.verify.Judged.judge;
import static org.securechat.protocol.evidence.verify.Judged.talk;
import static org.securechat.protocol.evidence.verify.Judged.with;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.evidence.BundleWriter;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.testkit.TestPki;

/** The first step: which files there are (PROTOCOL.md §11). */
class BundleFilesTest {
  @TempDir Path temp;

  private static VerificationReport verify(Path bundle) {
    return new EvidenceVerifier(List.of(PKI.certificate()), RevocationPolicy.REFUSE).verify(bundle);
  }

  private void refused(Path bundle, String reason) {
    VerificationReport report = verify(bundle);
    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(report.failures())
        .singleElement()
        .satisfies(check -> {
          assertThat(check.name()).isEqualTo("file");
          assertThat(check.detail()).contains(reason);
        });
  }

  @Test
  void everyFileButTheReportIsNeeded() throws Exception {
    BundleWriter bundle = talk().bundle();
    SoftAssertions all = new SoftAssertions();
    for (String name : bundle.files().keySet()) {
      VerificationReport report = judge(with(bundle, name, null));
      Verdict expected = name.matches("messages/[345].json") ? Verdict.INCOMPLETE : Verdict.FAILED;
      all.assertThat(report.verdict()).as(name).isEqualTo(expected);
      all.assertThat(report.failures()).as(name).anyMatch(check -> check.subject().equals(name));
    }
    all.assertThat(judge(with(bundle, "report.html", new byte[] {'x'})).passed()).isTrue();
    all.assertAll();
  }

  @Test
  void noChangedByteOfAnyFilePasses() throws Exception {
    SortedMap<String, byte[]> good = talk().bundle().files();
    SoftAssertions all = new SoftAssertions();
    good.forEach((name, content) -> {
      for (int position : List.of(0, content.length / 3, content.length / 2, content.length - 1)) {
        // The authority in the bundle proves nothing: the caller says which one counts.
        if (position < content.length && position >= 0 && !name.equals("authority.der")) {
          SortedMap<String, byte[]> changed = new TreeMap<>(good);
          changed.put(name, flipped(content, position, 0x01));
          all.assertThat(judge(changed).verdict())
              .as("%s byte %d", name, position)
              .isEqualTo(Verdict.FAILED);
        }
      }
    });
    all.assertAll();
  }

  @ParameterizedTest
  @ValueSource(strings = {"messages/6.json", "messages/6.sig", "messages/0.json"})
  void aFileThatNothingAsksForFails(String name) throws Exception {
    fails(with(talk().bundle(), name, new byte[] {1}), "file " + name + ": does not belong");
  }

  @Test
  void aCertificateThatNobodyUsedFails() throws Exception {
    BundleWriter bundle = talk().bundle().certificate(PKI.client("eve").issue().leaf());
    assertThat(judge(bundle.files()).failures())
        .singleElement()
        .satisfies(check -> assertThat(check.detail()).isEqualTo("does not belong to the bundle"));
  }

  @Test
  void aRevocationListThatTheReceiptDoesNotNameFails() throws Exception {
    X509CRL other = PKI.crl(TestPki.NOW, TestPki.NOW.plusSeconds(9999));
    BundleWriter bundle = talk().bundle().revocationList(other.getEncoded());
    assertThat(judge(bundle.files()).failures())
        .anySatisfy(check -> assertThat(check.detail()).isEqualTo("does not belong to the bundle"));
  }

  @Test
  void aCountersignatureWithoutItsOtherHalfFails() throws Exception {
    fails(
        with(talk().bundle(), "countersignatures/alice.sig", new byte[] {1}),
        "file countersignatures/alice.json: missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.txt", "verify.sh"})
  void instructionsOfSomebodyElseFail(String name) throws Exception {
    BundleWriter bundle = talk().bundle();
    byte[] longer = Arrays.copyOf(bundle.files().get(name), bundle.files().get(name).length + 1);
    fails(with(bundle, name, longer), "file " + name + ": not the one of this release");
  }

  @Test
  void anAuthorityThatIsNotExactlyOneCertificateFails() throws Exception {
    BundleWriter bundle = talk().bundle();
    byte[] der = bundle.files().get("authority.der");
    fails(with(bundle, "authority.der", new byte[] {1}), "file authority.der: not one certificate");
    fails(
        with(bundle, "authority.der", Arrays.copyOf(der, der.length + 1)),
        "file authority.der: not one certificate");
  }

  @Test
  void aZipIsJudgedAsItsFolderAndIsAlwaysTheSame() throws Exception {
    BundleWriter bundle = talk().bundle();
    Path zip = temp.resolve("bundle.zip");
    Path folder = temp.resolve("bundle");
    bundle.writeZip(zip);
    bundle.writeFolder(folder);
    assertThat(verify(zip)).isEqualTo(verify(folder)).matches(VerificationReport::passed);
    assertThat(Files.readAllBytes(zip)).isEqualTo(bundle.zip());
  }

  @Test
  void noChangedByteOfAZipPasses() throws Exception {
    Path zip = temp.resolve("bundle.zip");
    byte[] good = talk().bundle().zip();
    int authority = indexOf(good, PKI.certificate().getEncoded());
    for (int i = 0; i < good.length; i += 397) {
      if (i < authority || i >= authority + PKI.certificate().getEncoded().length) {
        Files.write(zip, flipped(good, i, 0x04));
        assertThat(verify(zip).passed()).as("byte %d", i).isFalse();
      }
    }
    Files.write(zip, Arrays.copyOf(good, good.length - 1));
    assertThat(verify(zip).passed()).isFalse();
    Files.write(zip, Arrays.copyOf(good, good.length + 1));
    assertThat(verify(zip).passed()).isFalse();
  }

  private static int indexOf(byte[] whole, byte[] part) {
    int at = 0;
    while (!Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
      at++;
    }
    return at;
  }

  @Test
  void linksAndNamesThatNoBundleHasAreRefused() throws Exception {
    Path folder = temp.resolve("bundle");
    talk().bundle().writeFolder(folder);
    Path file = folder.resolve("messages/4.json");
    Path elsewhere = Files.move(file, temp.resolve("4.json"));
    Files.createSymbolicLink(file, elsewhere);
    refused(folder, "not a regular file");
    Files.delete(file);
    Files.move(elsewhere, file);

    Path surprise = Files.createFile(folder.resolve("surprise"));
    refused(folder, "a name that no bundle has");
    Files.delete(surprise);
    Path capitals = Files.createFile(folder.resolve("RECEIPT.JSON"));
    refused(folder, "a name that no bundle has");
    Files.delete(capitals);
    Path inside = Files.createDirectory(folder.resolve("more"));
    refused(folder, "a name that no bundle has");
    Files.delete(inside);
    assertThat(verify(folder).passed()).isTrue();
  }

  @Test
  void aFolderThatIsGivenAsALinkIsFollowed() throws Exception {
    Path folder = temp.resolve("bundle");
    talk().bundle().writeFolder(folder);
    assertThat(verify(Files.createSymbolicLink(temp.resolve("link"), folder)).passed()).isTrue();
  }

  @Test
  void whatIsNoBundleFails() throws Exception {
    assertThat(verify(temp.resolve("nothing")).verdict()).isEqualTo(Verdict.FAILED);
    assertThat(verify(Files.createDirectory(temp.resolve("empty"))).verdict())
        .isEqualTo(Verdict.FAILED);
    Path file = Files.write(temp.resolve("file.zip"), new byte[100]);
    assertThat(verify(file).verdict()).isEqualTo(Verdict.FAILED);
  }
}
