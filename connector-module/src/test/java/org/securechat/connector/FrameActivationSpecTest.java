package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.resource.spi.InvalidPropertyException;
import java.beans.PropertyDescriptor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrameActivationSpecTest {

  @Test
  void theDefaultsAreValid() {
    assertThatCode(new FrameActivationSpec()::validate).doesNotThrowAnyException();
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong("endpoint", spec -> spec.setEndpoint(" ")),
        wrong("enabled", spec -> spec.setEnabled(null)),
        wrong("address", spec -> spec.setAddress(" ")),
        wrong("address", spec -> spec.setAddress("no such host.invalid")),
        wrong("address", spec -> spec.setAddress("127.0.0.1,")),
        wrong("address", spec -> spec.setAddress("127.0.0.1,[::ffff:127.0.0.1]")),
        wrong("address", spec -> spec.setAddress("::1,0:0::1")),
        wrong("address", spec -> spec.setAddress("0.0.0.0,127.0.0.1")),
        wrong("address", spec -> spec.setAddress("127.0.0.1,::")),
        wrong("address", spec -> spec.setAddress(null)),
        wrong("port", spec -> spec.setPort(65_536)),
        wrong("port", spec -> spec.setPort(-1)),
        wrong("port", spec -> spec.setPort(null)),
        wrong("framing", spec -> spec.setFraming("LENGTH")),
        wrong("framing", spec -> spec.setFraming(null)),
        wrong("frameLimit", spec -> spec.setFrameLimit(0)),
        wrong("handshakeTimeoutMillis", spec -> spec.setHandshakeTimeoutMillis(0)),
        wrong("frameTimeoutMillis", spec -> spec.setFrameTimeoutMillis(0)),
        wrong("idleTimeoutMillis", spec -> spec.setIdleTimeoutMillis(-1)),
        wrong("closeTimeoutMillis", spec -> spec.setCloseTimeoutMillis(0)),
        wrong("proxies", spec -> spec.setProxies("10.0.0.1/8")),
        wrong("proxies", spec -> spec.setProxies("")),
        wrong("proxies", spec -> spec.setProxies(null)),
        wrong("proxyHeaderTimeoutMillis", spec -> spec.setProxyHeaderTimeoutMillis(0)),
        wrong("refusal", spec -> spec.setRefusal("0")),
        wrong("refusal", spec -> spec.setRefusal("FF")),
        wrong("refusal", spec -> spec.setRefusal("00".repeat(257))),
        wrong("refusal", spec -> spec.setRefusal(null)),
        wrong("maxConnections", spec -> spec.setMaxConnections(0)),
        wrong("maxConnectionsPerAddress", spec -> spec.setMaxConnectionsPerAddress(0)),
        wrong("mailboxFrames", spec -> spec.setMailboxFrames(0)),
        wrong("mailboxBytes", spec -> spec.setMailboxBytes(0)),
        wrong("inFlightLimit", spec -> spec.setInFlightLimit(0)),
        wrong("outboundBytes", spec -> spec.setOutboundBytes(65_539)),
        wrong("concurrency", spec -> spec.setConcurrency(0)));
  }

  private static Arguments wrong(String property, Consumer<FrameActivationSpec> change) {
    return Arguments.of(property, change);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void namesTheWrongProperty(String property, Consumer<FrameActivationSpec> change) {
    FrameActivationSpec spec = new FrameActivationSpec();
    change.accept(spec);
    InvalidPropertyException failure =
        catchThrowableOfType(InvalidPropertyException.class, spec::settings);
    assertThat(failure.getInvalidPropertyDescriptors())
        .extracting(PropertyDescriptor::getName)
        .containsExactly(property);
  }

  @Test
  void belongsToOneResourceAdapterForEver() throws Exception {
    FrameActivationSpec spec = new FrameActivationSpec();
    SecureChatResourceAdapter adapter = new SecureChatResourceAdapter();
    spec.setResourceAdapter(adapter);
    spec.setResourceAdapter(adapter);
    assertThatThrownBy(() -> spec.setResourceAdapter(new SecureChatResourceAdapter()))
        .isInstanceOf(jakarta.resource.spi.IllegalStateException.class);
  }
}
