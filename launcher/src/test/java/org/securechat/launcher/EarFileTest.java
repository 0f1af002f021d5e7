package org.securechat.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarFileTest {

  private static final String DESCRIPTOR =
      """
      <application xmlns="https://jakarta.ee/xml/ns/jakartaee" version="10">
        <application-name>chat</application-name>
        <module><connector>adapter.rar</connector></module>
        <module><ejb>beans.jar</ejb></module>
        <module><web><web-uri>pages.war</web-uri><context-root>/</context-root></web></module>
      </application>
      """;

  @TempDir Path folder;
  private Path into;

  @BeforeEach
  void emptyFolder() throws IOException {
    into = Files.createDirectory(folder.resolve("modules"));
  }

  @Test
  void theWebModuleCarriesBeansAndLibraries() throws Exception {
    EarFile.Modules modules = ear(DESCRIPTOR).unpack(into);

    Path libraries = modules.application().resolve("WEB-INF/lib");
    assertThat(modules.connector()).hasFileName("adapter.rar").isNotEmptyFile();
    assertThat(modules.application().resolve("index.html")).hasContent("hello");
    assertThat(libraries.resolve("beans.jar")).exists();
    assertThat(libraries.resolve("shared.jar")).hasContent("a library");
  }

  @Test
  void toolClassPathHoldsBeansLibrariesAndConnectorJars() throws Exception {
    List<Path> jars = ear(DESCRIPTOR).copyLibraries(into);

    assertThat(jars)
        .extracting(jar -> jar.getFileName().toString())
        .containsExactly("beans.jar", "shared.jar", "adapter.jar");
    assertThat(jars.get(2)).hasContent("the adapter");
  }

  @Test
  void descriptorsMoveToTheWebModuleAndCallTheAdapterByItsBareName() throws Exception {
    EarFile.Modules modules = ear(DESCRIPTOR).unpack(into);

    assertThat(modules.application().resolve("WEB-INF/glassfish-ejb-jar.xml"))
        .hasContent("<mid>adapter</mid>");
    assertThat(modules.application().resolve("WEB-INF/ejb-jar.xml"))
        .hasContent("<resource-adapter>adapter</resource-adapter>");
  }

  @Test
  void anArchiveWithTwoWebModulesIsRefused() throws Exception {
    String two =
        DESCRIPTOR.replace(
            "</application>",
            "<module><web><web-uri>other.war</web-uri></web></module></application>");

    assertThatThrownBy(() -> ear(two).unpack(into))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("exactly one <web-uri>");
  }

  @Test
  void aDescriptorWithADocumentTypeIsNotParsed() throws Exception {
    String entity = "<!DOCTYPE application [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";

    assertThatThrownBy(() -> ear(entity + DESCRIPTOR).unpack(into))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("application.xml");
  }

  private EarFile ear(String descriptor) throws IOException {
    byte[] beans =
        zip(
            Map.of(
                "META-INF/glassfish-ejb-jar.xml",
                bytes("<mid>chat#adapter</mid>"),
                "META-INF/ejb-jar.xml",
                bytes("<resource-adapter>#adapter</resource-adapter>")));
    byte[] pages = zip(Map.of("index.html", bytes("hello"), "WEB-INF/web.xml", bytes("<x/>")));
    Path file = folder.resolve("chat.ear");
    Files.write(
        file,
        zip(
            Map.of(
                "META-INF/application.xml", bytes(descriptor),
                "adapter.rar", zip(Map.of("adapter.jar", bytes("the adapter"))),
                "beans.jar", beans,
                "pages.war", pages,
                "lib/shared.jar", bytes("a library"))));
    return new EarFile(file);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
