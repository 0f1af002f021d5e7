package org.securechat.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * An enterprise archive, taken apart for a runtime that has no deployer for one.
 *
 * <p>Payara Micro deploys resource adapters and web applications. So the connector is deployed as
 * it is, and the web module carries the EJB module and the archive's {@code lib/} in its own {@code
 * WEB-INF/lib}, where Jakarta EE has allowed enterprise beans since version 6.
 */
final class EarFile {

  /**
   * A folder's name is its context root to Payara Micro, whatever its descriptors say; this is /.
   */
  private static final String ROOT = "ROOT";

  private final Path file;

  EarFile(Path file) {
    this.file = file;
  }

  /**
   * Unpacks the modules that {@code META-INF/application.xml} names.
   *
   * @param into an empty folder
   */
  Modules unpack(Path into) throws IOException, StartException {
    try (FileSystem archive = FileSystems.newFileSystem(file)) {
      Path root = archive.getPath("/");
      Document descriptor = parse(root.resolve("META-INF/application.xml"));
      String web = single(descriptor, "web-uri");
      Path connector = into.resolve(single(descriptor, "connector"));
      Files.copy(
          root.resolve(connector.getFileName().toString()),
          connector,
          StandardCopyOption.REPLACE_EXISTING);
      Path application = into.resolve(ROOT);
      unzip(root.resolve(web), into.resolve(web + ".tmp"), application);
      Path libraries = Files.createDirectories(application.resolve("WEB-INF/lib"));
      String prefix = single(descriptor, "application-name") + "#";
      for (String ejb : texts(descriptor, "ejb")) {
        copyInto(root.resolve(ejb), libraries);
        adoptDescriptors(libraries.resolve(ejb), application.resolve("WEB-INF"), prefix);
      }
      try (Stream<Path> shared = Files.list(root.resolve("lib"))) {
        for (Path library : (Iterable<Path>) shared::iterator) {
          copyInto(library, libraries);
        }
      }
      return new Modules(connector, application);
    }
  }

  /**
   * Copies what the beans' classes need to be loaded outside a container.
   *
   * @return the copies: the EJB module, the libraries of the archive and those of the connector
   */
  List<Path> copyLibraries(Path into) throws IOException, StartException {
    try (FileSystem archive = FileSystems.newFileSystem(file)) {
      Path root = archive.getPath("/");
      Document descriptor = parse(root.resolve("META-INF/application.xml"));
      List<Path> copies = new ArrayList<>();
      for (String ejb : texts(descriptor, "ejb")) {
        copies.add(copyInto(root.resolve(ejb), into));
      }
      try (Stream<Path> shared = Files.list(root.resolve("lib"))) {
        for (Path library : (Iterable<Path>) shared::iterator) {
          copies.add(copyInto(library, into));
        }
      }
      Path connector = into.resolve("connector");
      unzip(
          root.resolve(single(descriptor, "connector")), into.resolve("connector.tmp"), connector);
      try (Stream<Path> jars = Files.list(connector)) {
        jars.filter(jar -> jar.toString().endsWith(".jar")).forEach(copies::add);
      }
      return copies;
    }
  }

  /**
   * A web module's beans are described in its own {@code WEB-INF}, and a resource adapter that
   * stands alone is called by its bare name, not {@code application#adapter} or {@code #adapter}.
   */
  private static void adoptDescriptors(Path ejbJar, Path webInf, String prefix) throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(ejbJar)) {
      for (String name : new String[] {"ejb-jar.xml", "glassfish-ejb-jar.xml"}) {
        Path descriptor = jar.getPath("/META-INF", name);
        if (Files.exists(descriptor)) {
          String adopted = Files.readString(descriptor).replace(prefix, "").replace(">#", ">");
          Files.writeString(webInf.resolve(name), adopted);
        }
      }
    }
  }

  private static Path copyInto(Path source, Path folder) throws IOException {
    return Files.copy(
        source,
        folder.resolve(source.getFileName().toString()),
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Zip file systems cannot nest without a file in between. */
  private static void unzip(Path source, Path between, Path target) throws IOException {
    Files.copy(source, between, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem zip = FileSystems.newFileSystem(between);
        Stream<Path> entries = Files.walk(zip.getPath("/"))) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        Path copy = target.resolve(zip.getPath("/").relativize(entry).toString());
        if (Files.isDirectory(entry)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(entry, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } finally {
      Files.deleteIfExists(between);
    }
  }

  private Document parse(Path descriptor) throws IOException, StartException {
    try (InputStream in = Files.newInputStream(descriptor)) {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(in);
    } catch (ParserConfigurationException | SAXException e) {
      throw new StartException(file + " has an unreadable META-INF/application.xml", e);
    }
  }

  private String single(Document descriptor, String element) throws StartException {
    List<String> texts = texts(descriptor, element);
    if (texts.size() != 1) {
      throw new StartException(
          file + " must name exactly one <" + element + ">, but names " + texts.size());
    }
    return texts.get(0);
  }

  private static List<String> texts(Document descriptor, String element) {
    NodeList found = descriptor.getElementsByTagName(element);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(((Element) found.item(i)).getTextContent().trim());
    }
    return texts;
  }

  /**
   * What is to be deployed, in this order.
   *
   * @param connector the resource adapter's archive
   * @param application the exploded web application with everything else inside
   */
  record Modules(Path connector, Path application) {}
}
