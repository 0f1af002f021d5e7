package org.securechat.server.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.channel.AlertFrames;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;

/**
 * In an enterprise archive, a server resolves a bean's activation before it can see the
 * application's own defaults: they have to stand in the expression, too, and be the same.
 */
class ActivationDefaultsTest {

  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{MPCONFIG=([^:}]+)(:([^}]*))?}");

  @Test
  void everySettingOfAnActivationHasTheApplicationsDefault() throws Exception {
    Properties defaults = new Properties();
    try (InputStream in =
        MessageDriven.class
            .getClassLoader()
            .getResourceAsStream("META-INF/microprofile-config.properties")) {
      defaults.load(in);
    }

    List<ActivationConfigProperty> settings = settings();

    assertThat(settings).hasSizeGreaterThanOrEqualTo(8);
    for (ActivationConfigProperty setting : settings) {
      Matcher expression = EXPRESSION.matcher(setting.propertyValue());
      assertThat(expression.matches()).as(setting.propertyValue()).isTrue();
      assertThat(expression.group(3))
          .as(setting.propertyValue())
          .isEqualTo(defaults.getProperty(expression.group(1)));
    }
  }

  @Test
  @DisplayName("5: a connection over a limit is sent the alert overloaded in the clear")
  void theRefusalIsAnAlert() throws Exception {
    byte[] wire = HexFormat.of().parseHex(ChatEndpoint.OVERLOADED);
    byte[] payload = Arrays.copyOfRange(wire, Integer.BYTES, wire.length);
    assertThat(ByteBuffer.wrap(wire).getInt()).isEqualTo(payload.length);
    assertThat(AlertFrames.parse(Frame.parse(payload))).isEqualTo(AlertCode.OVERLOADED);
  }

  private static List<ActivationConfigProperty> settings() throws Exception {
    List<ActivationConfigProperty> settings = new ArrayList<>();
    for (Class<?> type : classes()) {
      MessageDriven bean = type.getAnnotation(MessageDriven.class);
      if (bean != null) {
        Stream.of(bean.activationConfig())
            .filter(setting -> setting.propertyValue().startsWith("$"))
            .forEach(settings::add);
      }
    }
    return settings;
  }

  private static List<Class<?>> classes()
      throws URISyntaxException, IOException, ClassNotFoundException {
    Path root =
        Path.of(ChatEndpoint.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith("Endpoint.class")).toList()) {
        String name = root.relativize(file).toString().replace('/', '.');
        name = name.substring(0, name.length() - ".class".length());
        types.add(Class.forName(name, false, ChatEndpoint.class.getClassLoader()));
      }
    }
    return types;
  }
}
