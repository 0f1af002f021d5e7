package org.securechat.web.server;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.securechat.protocol.identity.DerCertificate;
import org.securechat.protocol.identity.key.KeyNames;
import org.securechat.server.certificate.IssuerLists;
import org.securechat.server.cluster.ClusterNode;
import org.securechat.server.monitoring.OwnCertificates;
import org.securechat.server.monitoring.ServerInformation;

/**
 * The server.
 *
 * @param name as in receipts
 * @param version of the build
 * @param node what the database calls it, to tell it from others that want to write
 * @param startedAt when its process was started
 * @param now the server's time, which all its records have
 * @param chat where it accepts chat connections; nowhere while it starts or stops
 * @param certificates those that it uses now, and those of the authorities that it trusts
 * @param lists how it stands with the revocation lists on which logins depend, by issuer
 * @param cluster the servers of its cluster, itself among them; none if it is alone
 */
public record ServerView(
    String name,
    String version,
    String node,
    Instant startedAt,
    Instant now,
    List<String> chat,
    List<CertificateView> certificates,
    List<ListsView> lists,
    List<NodeView> cluster) {

  static ServerView of(ServerInformation server, Instant now) {
    return new ServerView(
        server.name(),
        server.version(),
        server.node(),
        server.startedAt(),
        now,
        server.chatAddresses(),
        server.certificates().stream().map(CertificateView::of).toList(),
        server.lists().stream().map(ListsView::of).toList(),
        server.cluster().stream().map(NodeView::of).toList());
  }

  /**
   * A server of the cluster.
   *
   * @param node what the database calls it
   * @param startedAt when it joined, by its own clock
   */
  public record NodeView(String node, Instant startedAt) {
    static NodeView of(ClusterNode node) {
      return new NodeView(node.label(), Instant.ofEpochMilli(node.startedAt()));
    }
  }

  /**
   * A certificate of the server or of an authority.
   *
   * @param use what it is for: {@code tls}, {@code receipt}, {@code classic} or {@code authority}
   * @param subject whose it is
   * @param issuer who has issued it
   * @param sha256 of its DER encoding
   * @param notBefore from when it is valid
   * @param notAfter until when it is valid
   * @param key what kind of key it has
   */
  public record CertificateView(
      String use,
      String subject,
      String issuer,
      String sha256,
      Instant notBefore,
      Instant notAfter,
      String key) {

    static CertificateView of(OwnCertificates.Own own) {
      X509Certificate certificate = own.certificate();
      return new CertificateView(
          own.use(),
          certificate.getSubjectX500Principal().getName(),
          certificate.getIssuerX500Principal().getName(),
          DerCertificate.sha256(certificate),
          certificate.getNotBefore().toInstant(),
          certificate.getNotAfter().toInstant(),
          KeyNames.of(certificate.getPublicKey()));
    }
  }

  /**
   * The lists of one issuer.
   *
   * @param state {@code current}, {@code ends_soon}, {@code ended}, {@code missing}, {@code unused}
   *     or {@code excused}
   * @param nextUpdate when the first ends on which a login depends; null, and so absent, if one is
   *     missing now or none is needed
   * @param warnedFrom from when on that is told
   */
  public record ListsView(String issuer, String state, Instant nextUpdate, Instant warnedFrom) {
    static ListsView of(IssuerLists lists) {
      return new ListsView(
          lists.issuer(),
          lists.state().wireName(),
          lists.nextUpdate().orElse(null),
          lists.warnedFrom().orElse(null));
    }
  }
}
