package org.securechat.connector;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.securechat.connector.address.IpNetworks;
import org.securechat.connector.address.ListenAddresses;

/**
 * Where one message endpoint's connections are accepted, and within which bounds.
 *
 * <p>A connection can cost at most {@code mailboxBytes} plus one frame plus {@code outboundBytes}
 * of memory; all of them at most {@code maxConnections} times that. The container sets the
 * properties once, before the activation; afterwards they have no effect.
 */
public class FrameActivationSpec implements ActivationSpec, Serializable {

  private static final long serialVersionUID = 1L;

  private transient ResourceAdapter resourceAdapter;

  private String endpoint = "frames";
  private Boolean enabled = true;
  private String address = "127.0.0.1";
  private Integer port = 0;
  private String framing = "length";
  private Integer frameLimit = 65_536;
  private Integer handshakeTimeoutMillis = 10_000;
  private Integer frameTimeoutMillis = 10_000;
  private Integer idleTimeoutMillis = 300_000;
  private Integer closeTimeoutMillis = 5_000;
  private Integer maxConnections = 10_000;
  private Integer maxConnectionsPerAddress = 1_000;
  private Integer mailboxFrames = 64;
  private Integer mailboxBytes = 262_144;
  private Integer inFlightLimit = 16;
  private Integer outboundBytes = 1_048_576;
  private Integer concurrency = 16;
  private String refusal = "";
  private String proxies = IpNetworks.NONE_WORD;
  private Integer proxyHeaderTimeoutMillis = 5_000;

  /**
   * Checks every property, and names all that are wrong rather than the first.
   *
   * @throws InvalidPropertyException with the descriptors of the properties that are wrong
   */
  @Override
  public void validate() throws InvalidPropertyException {
    List<String> wrong = new ArrayList<>();
    if (endpoint == null || endpoint.isBlank()) {
      wrong.add("endpoint");
    }
    if (enabled == null) {
      wrong.add("enabled");
    }
    if (!isRead(address, ListenAddresses::parse)) {
      wrong.add("address");
    }
    if (Framing.of(framing).isEmpty()) {
      wrong.add("framing");
    }
    check(wrong, "port", port, 0, 65_535);
    check(wrong, "frameLimit", frameLimit, 1, 16 << 20);
    check(wrong, "handshakeTimeoutMillis", handshakeTimeoutMillis, 1, Integer.MAX_VALUE);
    check(wrong, "frameTimeoutMillis", frameTimeoutMillis, 1, Integer.MAX_VALUE);
    check(wrong, "idleTimeoutMillis", idleTimeoutMillis, 1, Integer.MAX_VALUE);
    check(wrong, "closeTimeoutMillis", closeTimeoutMillis, 1, Integer.MAX_VALUE);
    check(wrong, "maxConnections", maxConnections, 1, Integer.MAX_VALUE);
    check(wrong, "maxConnectionsPerAddress", maxConnectionsPerAddress, 1, Integer.MAX_VALUE);
    check(wrong, "mailboxFrames", mailboxFrames, 1, 1 << 20);
    check(wrong, "mailboxBytes", mailboxBytes, 1, Integer.MAX_VALUE);
    check(wrong, "inFlightLimit", inFlightLimit, 1, 1 << 20);
    check(wrong, "concurrency", concurrency, 1, 10_000);
    check(wrong, "proxyHeaderTimeoutMillis", proxyHeaderTimeoutMillis, 1, Integer.MAX_VALUE);
    if (!isRead(proxies, IpNetworks::parse)) {
      wrong.add("proxies");
    }
    if (refusal == null || !refusal.matches("([0-9a-f]{2}){0,256}")) {
      wrong.add("refusal");
    }
    if (!wrong.contains("frameLimit")) {
      // A bound below one whole frame would close every connection that is sent such a frame.
      int oneFrame = frameLimit + Framing.MAX_OVERHEAD;
      check(wrong, "outboundBytes", outboundBytes, oneFrame, Integer.MAX_VALUE);
    }
    if (!wrong.isEmpty()) {
      throw invalid(wrong);
    }
  }

  private static boolean isRead(String text, Function<String, Object> reader) {
    try {
      return text != null && reader.apply(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void check(List<String> wrong, String name, Integer value, int low, int high) {
    if (value == null || value < low || value > high) {
      wrong.add(name);
    }
  }

  private static InvalidPropertyException invalid(List<String> names) {
    InvalidPropertyException failure =
        new InvalidPropertyException("missing or out of bounds: " + String.join(", ", names));
    try {
      PropertyDescriptor[] descriptors = new PropertyDescriptor[names.size()];
      for (int i = 0; i < descriptors.length; i++) {
        descriptors[i] = new PropertyDescriptor(names.get(i), FrameActivationSpec.class);
      }
      failure.setInvalidPropertyDescriptors(descriptors);
    } catch (IntrospectionException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  /**
   * The validated values.
   *
   * @throws InvalidPropertyException if {@link #validate()} refuses them or an address is unknown
   */
  ActivationSettings settings() throws InvalidPropertyException {
    validate();
    return new ActivationSettings(
        endpoint,
        ListenAddresses.parse(address),
        port,
        Framing.of(framing).orElseThrow(),
        frameLimit,
        new ActivationSettings.Timeouts(
            Duration.ofMillis(handshakeTimeoutMillis),
            Duration.ofMillis(frameTimeoutMillis),
            Duration.ofMillis(idleTimeoutMillis),
            Duration.ofMillis(closeTimeoutMillis)),
        new ActivationSettings.ConnectionBounds(maxConnections, maxConnectionsPerAddress),
        new ActivationSettings.MailboxBounds(mailboxFrames, mailboxBytes, inFlightLimit),
        outboundBytes,
        concurrency,
        HexFormat.of().parseHex(refusal),
        new ActivationSettings.Proxies(
            IpNetworks.parse(proxies), Duration.ofMillis(proxyHeaderTimeoutMillis)));
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return resourceAdapter;
  }

  @SuppressWarnings("ReferenceEquality") // it belongs to one instance, not to an equal one
  @Override
  public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
    if (resourceAdapter != null && resourceAdapter != adapter) {
      throw new jakarta.resource.spi.IllegalStateException("belongs to another resource adapter");
    }
    resourceAdapter = adapter;
  }

  /** What {@code Gateway} knows this endpoint by; need not be unique. Default frames. */
  public String getEndpoint() {
    return endpoint;
  }

  public void setEndpoint(String endpoint) {
    this.endpoint = endpoint;
  }

  /** Whether to listen at all: an endpoint can be switched off by its configuration. */
  public Boolean getEnabled() {
    return enabled;
  }

  public void setEnabled(Boolean enabled) {
    this.enabled = enabled;
  }

  /**
   * The host names or addresses to listen on, separated by commas; IPv6 with or without brackets.
   * {@code 0.0.0.0} and {@code ::} stand for all addresses of both kinds. Default 127.0.0.1.
   */
  public String getAddress() {
    return address;
  }

  public void setAddress(String address) {
    this.address = address;
  }

  /** The TCP port to listen on; 0, the default, takes one that is free on all addresses. */
  public Integer getPort() {
    return port;
  }

  public void setPort(Integer port) {
    this.port = port;
  }

  /**
   * How frames are told apart: {@code length}, a 32-bit big-endian length before each, or {@code
   * line}, a line feed after each.
   */
  public String getFraming() {
    return framing;
  }

  public void setFraming(String framing) {
    this.framing = framing;
  }

  /** The longest payload of a frame in bytes, both ways. Default 65536. */
  public Integer getFrameLimit() {
    return frameLimit;
  }

  public void setFrameLimit(Integer frameLimit) {
    this.frameLimit = frameLimit;
  }

  /** How long an endpoint has to call {@code established()}. Default 10 s. */
  public Integer getHandshakeTimeoutMillis() {
    return handshakeTimeoutMillis;
  }

  public void setHandshakeTimeoutMillis(Integer handshakeTimeoutMillis) {
    this.handshakeTimeoutMillis = handshakeTimeoutMillis;
  }

  /** How long a frame that has begun may take to arrive. Default 10 s. */
  public Integer getFrameTimeoutMillis() {
    return frameTimeoutMillis;
  }

  public void setFrameTimeoutMillis(Integer frameTimeoutMillis) {
    this.frameTimeoutMillis = frameTimeoutMillis;
  }

  /** How long an established peer may be silent. Default 5 min. */
  public Integer getIdleTimeoutMillis() {
    return idleTimeoutMillis;
  }

  public void setIdleTimeoutMillis(Integer idleTimeoutMillis) {
    this.idleTimeoutMillis = idleTimeoutMillis;
  }

  /** How long closing may wait for a peer that does not read. Default 5 s. */
  public Integer getCloseTimeoutMillis() {
    return closeTimeoutMillis;
  }

  public void setCloseTimeoutMillis(Integer closeTimeoutMillis) {
    this.closeTimeoutMillis = closeTimeoutMillis;
  }

  /** Connections in all; one more is closed at once. Default 10000. */
  public Integer getMaxConnections() {
    return maxConnections;
  }

  public void setMaxConnections(Integer maxConnections) {
    this.maxConnections = maxConnections;
  }

  /** Connections from one IPv4 address or IPv6 /64 network. Default 1000. */
  public Integer getMaxConnectionsPerAddress() {
    return maxConnectionsPerAddress;
  }

  public void setMaxConnectionsPerAddress(Integer maxConnectionsPerAddress) {
    this.maxConnectionsPerAddress = maxConnectionsPerAddress;
  }

  /** Frames that may wait for the endpoint before reading stops. Default 64. */
  public Integer getMailboxFrames() {
    return mailboxFrames;
  }

  public void setMailboxFrames(Integer mailboxFrames) {
    this.mailboxFrames = mailboxFrames;
  }

  /** Bytes that may wait for the endpoint before reading stops. Default 262144. */
  public Integer getMailboxBytes() {
    return mailboxBytes;
  }

  public void setMailboxBytes(Integer mailboxBytes) {
    this.mailboxBytes = mailboxBytes;
  }

  /** Open permits above which no further frame is dispatched. Default 16. */
  public Integer getInFlightLimit() {
    return inFlightLimit;
  }

  public void setInFlightLimit(Integer inFlightLimit) {
    this.inFlightLimit = inFlightLimit;
  }

  /** Bytes a peer may leave unread before it is cut off. Default 1048576. */
  public Integer getOutboundBytes() {
    return outboundBytes;
  }

  public void setOutboundBytes(Integer outboundBytes) {
    this.outboundBytes = outboundBytes;
  }

  /** Endpoint calls at a time; keep it below the endpoint pool's size. Default 16. */
  public Integer getConcurrency() {
    return concurrency;
  }

  public void setConcurrency(Integer concurrency) {
    this.concurrency = concurrency;
  }

  /**
   * What a connection over a limit is sent before it is closed: bytes as they go over the wire, in
   * lower-case hexadecimal, at most 256. Empty, the default: nothing.
   */
  public String getRefusal() {
    return refusal;
  }

  public void setRefusal(String refusal) {
    this.refusal = refusal;
  }

  /**
   * Where balancers are: networks such as {@code 10.0.0.0/8}, separated by commas, or {@code none},
   * the default. A connection from there must begin with a PROXY header, which says where its peer
   * is; from anywhere else such a header is what any other garbage is.
   */
  public String getProxies() {
    return proxies;
  }

  public void setProxies(String proxies) {
    this.proxies = proxies;
  }

  /** How long a balancer may take to send its header. Default 5 s. */
  public Integer getProxyHeaderTimeoutMillis() {
    return proxyHeaderTimeoutMillis;
  }

  public void setProxyHeaderTimeoutMillis(Integer proxyHeaderTimeoutMillis) {
    this.proxyHeaderTimeoutMillis = proxyHeaderTimeoutMillis;
  }
}
