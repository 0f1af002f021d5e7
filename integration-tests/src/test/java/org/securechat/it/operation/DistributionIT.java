package org.securechat.it.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.securechat.it.process.Installation;
import org.securechat.it.process.RunningProcess;
import org.securechat.it.testbed.Folders;

/** The zip that a release consists of, unpacked where nothing else is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DistributionIT {

  private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();
  private static final Path BUILT = SOURCES.resolve("distribution/target");
  private static final Duration LIMIT = Duration.ofMinutes(6);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Pattern PACKAGE = Pattern.compile("\"pkg:maven/([^/]+)/([^@]+)@([^?\"]+)");
  private static final Pattern LIBRARY = Pattern.compile("(.+?)(-\\d[^/]*)?\\.jar");

  private final Path folder = Folders.create();
  private Path zip;
  private Path home;

  @BeforeAll
  void unpack() throws IOException {
    zip = built(".zip");
    run(folder, "unzip", "-q", zip.toString());
    try (Stream<Path> top = Files.list(folder)) {
      home = top.toList().get(0);
    }
  }

  @AfterAll
  void delete() {
    Folders.delete(folder);
  }

  private static Path built(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(BUILT)) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .findFirst()
          .orElseThrow(() ->
              new AssertionError(
                  "no *" + suffix + " in " + BUILT + "; make it with ./mvnw package, online"));
    }
  }

  private static void run(Path where, String... command) {
    try (RunningProcess process =
        RunningProcess.start(command[0], where, List.of(command), Map.of())) {
      process.endInput();
      assertThat(process.awaitExit(LIMIT)).as(process.report()).isZero();
    }
  }

  @Test
  void archiveHasOneFolderWithAllFiles() throws Exception {
    assertThat(home).hasFileName(zip.getFileName().toString().replace(".zip", ""));
    for (String file :
        List.of(
            "README.md",
            "VERSION",
            "db/setup-mysql.sql",
            "docs/PROTOCOL.md",
            "docs/OPERATIONS.md",
            "docs/AUTHORITY.md",
            "payara-config/pre-boot-commands.txt",
            "licenses/THIRD-PARTY.txt",
            "licenses/Apache-2.0.txt",
            "server/securechat.ear",
            "server/lib/payara-micro/payara-micro-boot.jar")) {
      assertThat(home.resolve(file)).isNotEmptyFile();
    }
    assertThat(home.resolve("securechat")).isExecutable();
    assertThat(home.resolve("VERSION")).content().contains("SecureChat 1.").doesNotContain("${");
  }

  @Test
  void filesThatTheDocumentsNameExist() throws Exception {
    Pattern reference = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");
    try (Stream<Path> files = Files.walk(home)) {
      for (Path document : files.filter(file -> file.toString().endsWith(".md")).toList()) {
        Matcher references = reference.matcher(Files.readString(document));
        while (references.find()) {
          assertThat(document.resolveSibling(references.group(1)).normalize())
              .as("%s in %s", references.group(1), home.relativize(document))
              .exists();
        }
      }
    }
  }

  @Test
  void filesForTheContainerImageExist() throws Exception {
    List<String> copied =
        Pattern.compile("(?m)^COPY (?:--\\S+ )?(\\S+) ")
            .matcher(Files.readString(home.resolve("Containerfile")))
            .results()
            .map(copy -> copy.group(1).replace("${SERVER}", "server"))
            .toList();

    assertThat(copied).containsExactly("securechat", "server");
    assertThat(copied).allSatisfy(file -> assertThat(home.resolve(file)).exists());
  }

  @Test
  void demonstrationSucceedsWithoutTheSources() throws Exception {
    Path nobody = Files.createDirectory(folder.resolve("nobody"));
    Map<String, String> environment =
        Map.of(
            "HOME", nobody.toString(),
            "JAVA_HOME", Path.of(Installation.jdk("java")).getParent().getParent().toString());
    Set<Path> used = new TreeSet<>();
    try (RunningProcess demo =
        RunningProcess.start(
            "demo", nobody, List.of(home.resolve("securechat").toString(), "demo"), environment)) {
      demo.endInput();
      while (demo.isAlive()) {
        demo.tree().forEach(process -> used.addAll(openFiles(process)));
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
      assertThat(demo.awaitExit(LIMIT)).as(demo.report()).isZero();
      assertThat(demo.out().text()).contains("steps hold");
    }
    assertThat(used).contains(home.resolve("server/lib/payara-micro/kernel.jar"));
    assertThat(used).noneMatch(file -> file.startsWith(SOURCES));
  }

  private static Set<Path> openFiles(long process) {
    Set<Path> files = new TreeSet<>();
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process), "fd"))) {
      for (Path descriptor : open.toList()) {
        files.add(Files.readSymbolicLink(descriptor));
      }
    } catch (IOException _) {
      return files; // It has closed a file or ended in the meantime.
    }
    return files;
  }

  @Test
  void everyLibraryIsInTheBillOfMaterialsWithItsLicence() throws Exception {
    String bill = Files.readString(built(".cdx.json"));
    String licences = Files.readString(home.resolve("licenses/THIRD-PARTY.txt"));
    Set<String> named = new TreeSet<>();
    Matcher matcher = PACKAGE.matcher(bill);
    while (matcher.find()) {
      named.add(matcher.group(2));
      if (!matcher.group(1).equals("org.securechat")) {
        assertThat(licences)
            .contains("%s:%s:%s".formatted(matcher.group(1), matcher.group(2), matcher.group(3)));
      }
    }

    assertThat(named).containsAll(libraries()).contains("securechat-client", "jline");
    assertThat(named).doesNotContain("junit-jupiter", "assertj-core", "jakarta.jakartaee-api");
  }

  /**
   * The libraries that lie in the folder, in the enterprise archive and in what that contains. What
   * Payara Micro consists of is one of them, in a folder of its own.
   */
  private Set<String> libraries() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String place : List.of("server/lib", "server/drivers")) {
      try (Stream<Path> files = Files.list(home.resolve(place))) {
        files.forEach(file ->
            addLibrary(file.getFileName() + (Files.isDirectory(file) ? ".jar" : ""), names));
      }
    }
    try (InputStream in = Files.newInputStream(home.resolve("server/securechat.ear"))) {
      addLibraries(new ZipInputStream(in), names);
    }
    return names;
  }

  private static void addLibraries(ZipInputStream archive, Set<String> names) throws IOException {
    for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
      String name = Path.of(entry.getName()).getFileName().toString();
      addLibrary(name, names);
      if (name.endsWith(".rar") || name.endsWith(".war")) {
        addLibraries(new ZipInputStream(archive), names);
      }
    }
  }

  private static void addLibrary(String file, Set<String> names) {
    Matcher library = LIBRARY.matcher(file);
    if (library.matches()) {
      names.add(library.group(1));
    }
  }
}
