package org.securechat.server.monitoring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import org.securechat.connector.address.IpAddresses;
import org.securechat.connector.contract.Gateway;
import org.securechat.server.certificate.CrlStatus;
import org.securechat.server.certificate.IssuerLists;
import org.securechat.server.cluster.ClusterMember;
import org.securechat.server.cluster.ClusterNode;
import org.securechat.server.config.MonitoringSettings;
import org.securechat.server.endpoint.ChatEndpoint;
import org.securechat.server.lease.LeaseSettings;

/** What this server is. Thread-safe. */
@ApplicationScoped
public class ServerInformation {
  private final MonitoringSettings settings;
  private final LeaseSettings lease;
  private final OwnCertificates certificates;
  private final CrlStatus lists;
  private final Gateway gateway;
  private final ClusterMember cluster;

  /** For the container's proxy. */
  public ServerInformation() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public ServerInformation(
      MonitoringSettings settings,
      LeaseSettings lease,
      OwnCertificates certificates,
      CrlStatus lists,
      Gateway gateway,
      ClusterMember cluster) {
    this.settings = settings;
    this.lease = lease;
    this.certificates = certificates;
    this.lists = lists;
    this.gateway = gateway;
    this.cluster = cluster;
  }

  /** The server's name, as in receipts. */
  public String name() {
    return settings.serverName();
  }

  /** The version of the build; {@code unknown} for classes that come from no archive. */
  public String version() {
    return BuildVersion.of(ServerInformation.class);
  }

  /** What the database calls this server to tell it from others that want to write to it. */
  public String node() {
    return cluster.label().orElseGet(lease::holder);
  }

  /** When the process was started. */
  public Instant startedAt() {
    return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
  }

  /** The certificates that the server uses now, and those of its authorities. */
  public List<OwnCertificates.Own> certificates() {
    return certificates.all();
  }

  /** How it stands with the revocation lists on which logins depend. */
  public List<IssuerLists> lists() {
    return lists.ofIssuers();
  }

  /** The servers of the cluster, this one among them; none for a server that is alone. */
  public List<ClusterNode> cluster() {
    return cluster.nodes();
  }

  /** Where the chat accepts connections; nowhere before the start is complete. */
  public List<String> chatAddresses() {
    return gateway.addresses(ChatEndpoint.NAME).stream().map(IpAddresses::text).toList();
  }
}
