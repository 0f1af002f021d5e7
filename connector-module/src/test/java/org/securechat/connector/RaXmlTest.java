package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.securechat.connector.contract.FrameListener;
import org.securechat.connector.contract.Gateway;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The descriptor says what the classes say. */
class RaXmlTest {

  private final Document document;

  RaXmlTest() throws Exception {
    document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("src/main/rar/META-INF/ra.xml").toFile());
  }

  private static String text(Element parent, String name) {
    return parent.getElementsByTagName(name).item(0).getTextContent();
  }

  private String text(String name) {
    return text(document.getDocumentElement(), name);
  }

  private Map<String, String> declared(String parent) {
    Map<String, String> values = new TreeMap<>();
    Element element = (Element) document.getElementsByTagName(parent).item(0);
    NodeList properties = element.getElementsByTagName("config-property");
    for (int i = 0; i < properties.getLength(); i++) {
      Element property = (Element) properties.item(i);
      assertThat(text(property, "description")).isNotBlank();
      values.put(
          text(property, "config-property-name"),
          text(property, "config-property-type") + "=" + text(property, "config-property-value"));
    }
    return values;
  }

  @Test
  void everyPropertyOfTheSpecificationIsDeclaredWithItsTypeAndDefault() throws Exception {
    FrameActivationSpec spec = new FrameActivationSpec();
    Map<String, String> actual = new TreeMap<>();
    for (PropertyDescriptor property :
        Introspector.getBeanInfo(FrameActivationSpec.class, Object.class)
            .getPropertyDescriptors()) {
      if (!property.getName().equals("resourceAdapter")) {
        actual.put(
            property.getName(),
            property.getPropertyType().getName() + "=" + property.getReadMethod().invoke(spec));
      }
    }
    assertThat(declared("activationspec")).isEqualTo(actual);
  }

  @Test
  void theClassesAreOurs() {
    assertThat(text("resourceadapter-class")).isEqualTo(SecureChatResourceAdapter.class.getName());
    assertThat(text("messagelistener-type")).isEqualTo(FrameListener.class.getName());
    assertThat(text("activationspec-class")).isEqualTo(FrameActivationSpec.class.getName());
    assertThat(text("adminobject-interface")).isEqualTo(Gateway.class.getName());
    assertThat(text("adminobject-class")).isEqualTo(GatewayObject.class.getName());
  }
}
