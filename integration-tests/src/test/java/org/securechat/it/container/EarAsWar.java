package org.securechat.it.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.ByteArrayAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * The EAR's modules in the form that Payara Micro deploys, as the launcher does it, so that test
 * classes can be added: the web module with the beans and the libraries in its {@code WEB-INF/lib}.
 */
final class EarAsWar {

  private static final String CONNECTOR = "securechat-connector.rar";
  private static final String BEANS = "securechat-ejb.jar";
  private static final String WEB = "securechat-web.war";

  private EarAsWar() {}

  static WebArchive of(Path ear) {
    try (ZipFile zip = new ZipFile(ear.toFile())) {
      WebArchive war =
          ShrinkWrap.create(ZipImporter.class, WEB).importFrom(open(zip, WEB)).as(WebArchive.class);
      byte[] beans = bytes(zip, BEANS);
      war.addAsLibrary(new ByteArrayAsset(beans), BEANS);
      adoptDescriptors(beans, war);
      for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(e -> (ZipEntry) e)::iterator) {
        if (entry.getName().startsWith("lib/") && entry.getName().endsWith(".jar")) {
          war.addAsLibrary(
              new ByteArrayAsset(bytes(zip, entry.getName())),
              entry.getName().substring("lib/".length()));
        }
      }
      return war;
    } catch (IOException e) {
      throw new IllegalStateException(ear + " cannot be taken apart", e);
    }
  }

  /** A resource adapter that stands alone is called by its bare name. */
  private static void adoptDescriptors(byte[] beans, WebArchive war) throws IOException {
    try (ZipInputStream jar = new ZipInputStream(new java.io.ByteArrayInputStream(beans))) {
      for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
        String name = entry.getName().replace("META-INF/", "");
        if (name.equals("glassfish-ejb-jar.xml") || name.equals("ejb-jar.xml")) {
          String text = new String(jar.readAllBytes(), StandardCharsets.UTF_8);
          war.addAsWebInfResource(
              new StringAsset(text.replace("securechat#", "").replace(">#", ">")), name);
        }
      }
    }
  }

  static Path copyConnector(Path ear, Path folder) throws IOException {
    Path copy = folder.resolve(CONNECTOR);
    try (ZipFile zip = new ZipFile(ear.toFile())) {
      Files.write(copy, bytes(zip, CONNECTOR));
    }
    return copy;
  }

  private static byte[] bytes(ZipFile zip, String name) throws IOException {
    try (InputStream in = open(zip, name)) {
      return in.readAllBytes();
    }
  }

  private static InputStream open(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException("there is no " + name + " in it");
    }
    return zip.getInputStream(entry);
  }
}
