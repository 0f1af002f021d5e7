package org.securechat.server.evidence;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.securechat.protocol.evidence.BundleWriter;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.report.PackedReport;
import org.securechat.protocol.evidence.verify.EvidenceVerifier;
import org.securechat.protocol.identity.NameBytes;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.evidence.BundleException.Reason;
import org.securechat.server.handshake.ServerIdentity;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.receipt.JudgedLists;
import org.securechat.server.receipt.LoadedReceiptKey;
import org.securechat.server.receipt.ReceiptKey;
import org.securechat.server.receipt.ReceiptSigner;
import org.securechat.server.receipt.SignedReceipt;

/**
 * Makes evidence bundles, as zip files of the one permitted form. A bundle is made in memory, so
 * its size is bounded and one is made at a time. Thread-safe.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class BundleMaker {
  /** Most lines of one bundle. */
  public static final int MAX_LINES = 20_000;

  /** Most bytes of all payloads of one bundle. */
  public static final long MAX_BYTES = 32L << 20;

  private static final int ATTEMPTS = 3;

  private final Semaphore permits = new Semaphore(1);

  private final ReceiptSigner signer;
  private final ReceiptKey key;
  private final TranscriptLedger ledger;
  private final JudgedLists lists;
  private final ServerIdentity identity;
  private final EvidenceSettings settings;

  /** For the container's proxy. */
  public BundleMaker() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public BundleMaker(
      ReceiptSigner signer,
      ReceiptKey key,
      TranscriptLedger ledger,
      JudgedLists lists,
      ServerIdentity identity,
      EvidenceSettings settings) {
    this.signer = signer;
    this.key = key;
    this.ledger = ledger;
    this.lists = lists;
    this.identity = identity;
    this.settings = settings;
  }

  /**
   * Signs a receipt over some lines of a transcript and packs it with everything that is needed to
   * check it. The receipt is for {@link TranscriptLine#SERVER}.
   *
   * @param export a number for this export, 64 hexadecimal digits, which stands in the receipt
   * @param first from 1
   * @param last from first - 1, for no line
   * @throws AdministrationException {@code INVALID} ({@code to}) if the lines are too many
   * @throws BundleException if the messages are too long for one bundle, or one is being made
   * @throws org.securechat.server.DomainException if the room's record cannot be read
   */
  public byte[] zip(UUID roomId, String roomName, long first, long last, String export) {
    if (last - first >= MAX_LINES) {
      throw tooMuch();
    }
    if (!permits.tryAcquire()) {
      throw new BundleException(Reason.BUSY, "another bundle is being made");
    }
    try {
      for (int attempt = 1; ; attempt++) {
        SignedReceipt receipt =
            signer.issue(roomId, roomName, TranscriptLine.SERVER, export, first, last);
        Optional<BundleWriter> bundle = bundle(receipt, roomId, first, last);
        if (bundle.isPresent()) {
          return bundle.get().zip();
        }
        if (attempt == ATTEMPTS) {
          throw new BundleException(
              Reason.BUSY, "messages are being erased, or the receipt key is renewed");
        }
      }
    } catch (IOException | EvidenceException e) {
      throw new IllegalStateException("the bundle cannot be made: " + e.getMessage(), e);
    } finally {
      permits.release();
    }
  }

  /**
   * Empty if a message was erased after the receipt had been made, which then says otherwise, or
   * the receipt key was renewed.
   */
  private Optional<BundleWriter> bundle(SignedReceipt receipt, UUID roomId, long first, long last)
      throws IOException, EvidenceException {
    BundleWriter bundle =
        new BundleWriter(receipt.json(), receipt.signature()).members(receipt.members());
    Lines lines = new Lines(bundle);
    ledger.entries(roomId, first, last, lines::add);
    if (!Receipt.erased(lines.erased).equals(Optional.of(receipt.receipt().erased()))) {
      return Optional.empty();
    }
    LoadedReceiptKey signer = key.now();
    if (!signer.certificate().sha256().equals(receipt.receipt().certificate())) {
      return Optional.empty();
    }
    List<X509Certificate> authorities = identity.authorities();
    BundleIssuers issuers = new BundleIssuers(ledger, signer.credentials().chain(), authorities);
    lines.certificates.add(signer.certificate().sha256());
    for (String sha256 : lines.certificates) {
      issuers.addTo(bundle, certificate(sha256, signer));
    }
    for (String list : receipt.receipt().revocation()) {
      bundle.revocationList(lists.find(list).orElseThrow());
    }
    bundle.authority(above(signer.credentials().chain().getLast(), authorities));
    report(bundle, authorities);
    return Optional.of(bundle);
  }

  /** The authority that a chain leads to. */
  private static X509Certificate above(X509Certificate last, List<X509Certificate> authorities) {
    return authorities.stream()
        .filter(authority -> NameBytes.isNamedBy(authority, last))
        .findFirst()
        .orElseGet(authorities::getFirst);
  }

  /** On this thread alone: an export must not take the processors that sessions wait for. */
  private void report(BundleWriter bundle, List<X509Certificate> authorities) {
    String version = BundleMaker.class.getPackage().getImplementationVersion();
    PackedReport.add(
        bundle,
        new EvidenceVerifier(authorities, settings.policy().ofRecords()).onOneThread(),
        "the SecureChat server itself" + (version == null ? "" : ", version " + version),
        "As the server that packed this bundle is set up to trust.");
  }

  private byte[] certificate(String sha256, LoadedReceiptKey signer) {
    if (sha256.equals(signer.certificate().sha256())) {
      return signer.certificate().der();
    }
    return ledger
        .certificate(sha256)
        .orElseThrow(() -> new IllegalStateException("certificate " + sha256 + " is missing"));
  }

  private static AdministrationException tooMuch() {
    return AdministrationException.invalid(
        "to", "is too far: a bundle has at most " + MAX_LINES + " lines; take several");
  }

  /** Puts lines into a bundle as they come. */
  private static final class Lines {
    final Set<String> certificates = new LinkedHashSet<>();
    final List<Long> erased = new ArrayList<>();
    private final BundleWriter bundle;
    private long bytes;

    Lines(BundleWriter bundle) {
      this.bundle = bundle;
    }

    void add(LedgerEntry entry) {
      bytes += entry.message().map(message -> message.payload().length).orElse(0);
      if (bytes > MAX_BYTES) {
        throw new BundleException(Reason.TOO_LARGE, "more than a bundle can hold");
      }
      certificates.add(entry.line().certificateSha256());
      if (entry.message().isEmpty()) {
        erased.add(entry.position());
      }
      try {
        if (entry.line().isEvent() && entry.message().isPresent()) {
          ClassicPayload.clientCertificate(entry.message().get().payload())
              .ifPresent(certificates::add);
        }
        bundle.line(entry.line().format(), entry.message());
      } catch (EvidenceException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
