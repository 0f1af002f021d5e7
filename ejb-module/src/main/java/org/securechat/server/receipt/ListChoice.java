package org.securechat.server.receipt;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.identity.DerCertificate;
import org.securechat.protocol.identity.NameBytes;
import org.securechat.protocol.identity.RevocationLists;
import org.securechat.protocol.identity.list.ListScope;
import org.securechat.server.receipt.ReceiptException.Reason;

/**
 * The revocation lists of one moment, and which of them a receipt names: all, as long as there is
 * room; otherwise first those by which its own certificates are judged. Confined to one thread.
 */
final class ListChoice {
  private final List<Ranked> all;
  private final List<X509Certificate> authorities;
  private final Set<X509Certificate> issuers;
  private final Function<String, Optional<byte[]>> certificates;
  private final Consumer<Collection<String>> chosen;
  private final RevokedSince revoked;

  /**
   * A list with those whose list it is.
   *
   * @param issuers its issuer, and what that was certified as besides
   */
  record Ranked(String sha256, X509CRL list, Set<X509Certificate> issuers) {}

  /**
   * @param all the lists, those first that are to be named first; of an issuer's for the same
   *     certificates the newest first
   * @param authorities the configured ones
   * @param issuers those below them
   * @param certificates finds a certificate (DER) by its SHA-256
   * @param chosen is told which lists a receipt will name
   */
  ListChoice(
      List<Ranked> all,
      List<X509Certificate> authorities,
      Set<X509Certificate> issuers,
      Function<String, Optional<byte[]>> certificates,
      Consumer<Collection<String>> chosen) {
    this.all = all;
    this.authorities = authorities;
    this.issuers = issuers;
    this.certificates = certificates;
    this.chosen = chosen;
    this.revoked =
        new RevokedSince(
            all.stream().map(Ranked::list).toList(), authorities, issuers, certificates);
  }

  /**
   * From when on certificates count as revoked, by all lists. That is so by the named ones alone as
   * well, for the certificates for which they are chosen: each list that has one of them is named.
   */
  RevokedSince revoked() {
    return revoked;
  }

  /**
   * What the receipt names: SHA-256, rising.
   *
   * @param signers SHA-256 of the certificates of its lines
   * @param others more certificates that are judged by the receipt's lists
   * @throws ReceiptException {@code RANGE_TOO_WIDE} if they need more lists than a receipt can name
   */
  List<String> names(Set<String> signers, Collection<X509Certificate> others) {
    Set<String> named = new LinkedHashSet<>();
    if (all.size() > Receipt.MAX_LISTS) {
      addNeeded(signers, others, named);
      if (named.size() > Receipt.MAX_LISTS) {
        throw new ReceiptException(
            Reason.RANGE_TOO_WIDE,
            "its certificates need "
                + named.size()
                + " revocation lists, and a receipt names at most "
                + Receipt.MAX_LISTS
                + ": ask for a shorter range");
      }
    }
    all.stream()
        .map(Ranked::sha256)
        .filter(sha256 -> !named.contains(sha256))
        .limit(Receipt.MAX_LISTS - named.size())
        .toList()
        .forEach(named::add);
    chosen.accept(named);
    return named.stream().sorted().toList();
  }

  private void addNeeded(
      Set<String> signers, Collection<X509Certificate> others, Set<String> named) {
    Deque<X509Certificate> waiting = new ArrayDeque<>(others);
    signers.stream()
        .flatMap(sha256 -> certificates.apply(sha256).stream())
        .flatMap(der -> DerCertificate.parse(der).stream())
        .forEach(waiting::add);
    Set<X509Certificate> done = new HashSet<>(authorities);
    while (!waiting.isEmpty()) {
      X509Certificate certificate = waiting.remove();
      if (done.add(certificate)) {
        // By every path, since verifiers look at all of them.
        Stream.concat(authorities.stream(), issuers.stream())
            .filter(issuer -> NameBytes.isNamedBy(issuer, certificate))
            .forEach(issuer -> {
              addNeeded(certificate, issuer, named);
              waiting.add(issuer);
            });
      }
    }
  }

  /** The newest of each kind that covers it, the one that does so longest, and what names it. */
  private void addNeeded(X509Certificate certificate, X509Certificate issuer, Set<String> named) {
    Set<ListScope> scopes = new HashSet<>();
    List<Ranked> lists = all.stream().filter(each -> each.issuers().contains(issuer)).toList();
    List<Ranked> covering =
        lists.stream().filter(each -> RevocationLists.covers(each.list(), certificate)).toList();
    covering.stream()
        .filter(each -> scopes.add(RevocationLists.form(each.list()).scope()))
        .forEach(each -> named.add(each.sha256()));
    covering.stream()
        .filter(each -> each.list().getNextUpdate() != null)
        .min(Comparator.comparing((Ranked each) -> each.list().getNextUpdate()).reversed())
        .ifPresent(each -> named.add(each.sha256()));
    lists.stream()
        .filter(each -> each.list().getRevokedCertificate(certificate.getSerialNumber()) != null)
        .forEach(each -> named.add(each.sha256()));
  }
}
