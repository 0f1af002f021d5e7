package org.securechat.server.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.DerCertificate;
import org.securechat.server.receipt.ReceiptException.Reason;
import org.securechat.testkit.TestPki;

/** Which lists a receipt names when an authority publishes more of them than it has room for. */
class ListChoiceTest {
  private static final int MOST = Receipt.MAX_LISTS;

  private final TestPki root = TestPki.create();
  private final Map<String, byte[]> record = new HashMap<>();
  private final List<ListChoice.Ranked> lists = new ArrayList<>();
  private final Set<String> remembered = new HashSet<>();
  private final Set<X509Certificate> issuers = new LinkedHashSet<>();

  private static DistributionPointName point(int part) {
    return new DistributionPointName(
        new GeneralNames(
            new GeneralName(
                GeneralName.uniformResourceIdentifier,
                "http://ca.example.org/part-" + part + ".crl")));
  }

  /** A list for the certificates that name that part. */
  private static X509CRL list(TestPki issuer, int part, X509Certificate... revoked)
      throws IOException {
    return issuer.crl(
        TestPki.NOW.minus(Duration.ofDays(1)),
        TestPki.NOW.plus(Duration.ofDays(1)),
        List.of(
            Extension.create(
                Extension.issuingDistributionPoint,
                true,
                new IssuingDistributionPoint(point(part), false, false, null, false, false))),
        revoked);
  }

  private String add(TestPki issuer, X509CRL list) throws CRLException {
    String sha256 = Digests.sha256Hex(list.getEncoded());
    lists.add(new ListChoice.Ranked(sha256, list, Set.of(issuer.certificate())));
    return sha256;
  }

  private List<String> addParts(int count) throws Exception {
    List<String> hashes = new ArrayList<>();
    for (int part = 0; part < count; part++) {
      hashes.add(add(root, list(root, part)));
    }
    return hashes;
  }

  private String keep(Credentials person) {
    String sha256 = DerCertificate.sha256(person.leaf());
    record.put(sha256, person.encodedChain().get(0));
    return sha256;
  }

  private static TestPki.Order at(TestPki.Order order, int part) throws IOException {
    return order.extension(
        Extension.create(
            Extension.cRLDistributionPoints,
            false,
            new CRLDistPoint(
                new DistributionPoint[] {new DistributionPoint(point(part), null, null)})));
  }

  private Credentials person(int part) throws IOException {
    return at(root.client("person-" + part), part).issue();
  }

  private List<String> names(Set<String> signers, X509Certificate... others) {
    return new ListChoice(
            lists,
            List.of(root.certificate()),
            issuers,
            sha256 -> Optional.ofNullable(record.get(sha256)),
            remembered::addAll)
        .names(signers, List.of(others));
  }

  @Test
  void asManyAsThereIsRoomForAreAllNamed() throws Exception {
    List<String> all = addParts(MOST);

    assertThat(names(Set.of())).containsExactlyElementsOf(all.stream().sorted().toList());
    assertThat(remembered).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void beyondThatThoseThatSignersNeedAreAmongThem() throws Exception {
    List<String> all = addParts(MOST + 9);
    String last = all.getLast();
    assertThat(names(Set.of())).hasSize(MOST).doesNotContain(last).isSorted();

    assertThat(names(Set.of(keep(person(MOST + 8))))).hasSize(MOST).contains(last).isSorted();
    assertThat(names(Set.of(), person(MOST + 7).leaf())).contains(all.get(MOST + 7));
    assertThat(remembered).contains(last);
  }

  @Test
  void theListOfAnIssuerAboveASignerIsNeeded() throws Exception {
    addParts(MOST);
    TestPki staff = root.intermediate("Staff");
    issuers.add(staff.certificate());
    String theirs = add(staff, staff.crl());
    String above = add(root, root.crl());
    assertThat(names(Set.of())).doesNotContain(theirs, above);

    assertThat(names(Set.of(keep(staff.client("carol").issue())))).contains(theirs, above);
  }

  @Test
  void aListThatNamesASignerIsNeededWhateverItIsFor() throws Exception {
    addParts(MOST);
    Credentials mallory = person(0);
    String elsewhere = add(root, list(root, MOST + 1, mallory.leaf()));

    assertThat(names(Set.of(keep(mallory)))).contains(elsewhere);
    assertThat(names(Set.of(keep(person(1))))).doesNotContain(elsewhere);
  }

  @Test
  void theNewestOfAPartIsNeededAndNotThoseBeforeIt() throws Exception {
    addParts(MOST);
    X509Certificate somebody = root.client("somebody").issue().leaf();
    String older = add(root, list(root, 0, somebody));
    String newest = lists.getFirst().sha256();

    assertThat(names(Set.of(keep(person(0))))).contains(newest).doesNotContain(older);
  }

  @Test
  void whatNeedsMoreListsThanThereIsRoomForHasNoReceipt() throws Exception {
    addParts(MOST + 1);
    Set<String> most =
        IntStream.range(1, MOST + 1)
            .mapToObj(part -> keep(unchecked(part)))
            .collect(Collectors.toSet());
    assertThat(names(most)).hasSize(MOST);

    most.add(keep(person(0)));
    assertThatThrownBy(() -> names(most))
        .isInstanceOfSatisfying(
            ReceiptException.class, e -> assertThat(e.reason()).isEqualTo(Reason.RANGE_TOO_WIDE))
        .hasMessageContaining("257 revocation lists")
        .hasMessageContaining("shorter range");
  }

  private Credentials unchecked(int part) {
    try {
      return person(part);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
