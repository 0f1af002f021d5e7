package org.securechat.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that starts the server, with a program in the server's place. */
@DisabledOnOs(OS.WINDOWS)
class ScriptTest {
  private static final Path ROOT = Path.of("..");

  @TempDir private Path folder;
  private Path report;

  /** Reports what its standard streams are, into the file that the environment names. */
  static final class Streams {
    public static void main(String[] args) throws IOException {
      String in;
      try {
        in = System.in.read() < 0 ? "empty" : "something";
      } catch (IOException e) {
        in = "closed";
      }
      System.out.println("written");
      System.err.println("written");
      Files.writeString(
          Path.of(System.getenv("REPORT")),
          in + " " + !System.out.checkError() + " " + !System.err.checkError() + cached());
    }

    private static String cached() throws IOException {
      Path maps = Path.of("/proc/self/maps");
      if (!Files.exists(maps)) {
        return "";
      }
      String mapped = Files.readString(maps);
      return mapped.contains("server.aot") || mapped.contains("securechat/client-")
          ? " cached"
          : "";
    }
  }

  @BeforeEach
  void distribution() throws IOException {
    Path server = Files.createDirectory(folder.resolve("server"));
    Files.copy(ROOT.resolve("securechat"), folder.resolve("securechat"));
    Files.copy(
        ROOT.resolve(".mvn/find-jdk.sh"),
        server.resolve("find-jdk.sh"),
        StandardCopyOption.REPLACE_EXISTING);
    String main = Streams.class.getName();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main);
    Path jar = server.resolve("securechat-server.jar");
    report = folder.resolve("report");
    String file = main.replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream code = Streams.class.getClassLoader().getResourceAsStream(file)) {
      out.putNextEntry(new ZipEntry(file));
      code.transferTo(out);
    }
    Files.copy(jar, server.resolve("securechat-client.jar"));
  }

  /** Else Java would give them to the first files that it opens, and read and write those. */
  @ParameterizedTest
  @ValueSource(strings = {"<&-", "<&- >&-", "<&- >&- 2>&-", "</dev/null"})
  void startsInTheBackgroundWithClosedStreams(String streams) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", "sh ./securechat up " + streams + " & wait $!")
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("REPORT", report.toString());
    Process shell = builder.start();

    shell.getInputStream().readAllBytes();
    assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).isZero();
    assertThat(report).content().isEqualTo("empty true true");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(report)))
        .as("what the server writes")
        .isEqualTo("rw-------");
  }

  /** The JVM judges a cache; one that it does not take, for whatever reason, is not spoken of. */
  @ParameterizedTest
  @ValueSource(strings = {"whole", "truncated", "empty", "garbage", "of another jar"})
  void startsWithAnyCache(String state) throws Exception {
    Path jar = folder.resolve("server/securechat-server.jar");
    Path cache = Files.createDirectory(folder.resolve("server-cache")).resolve("server.aot");
    // The options that the script starts a server with, as far as a cache depends on them.
    run(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseG1GC",
        "-XX:+UseCompactObjectHeaders",
        "-XX:AOTCacheOutput=" + cache,
        "-jar",
        jar.toString());
    assertThat(cache).isNotEmptyFile();
    byte[] bytes = Files.readAllBytes(cache);
    switch (state) {
      case "truncated" -> Files.write(cache, Arrays.copyOf(bytes, bytes.length / 2));
      case "empty" -> Files.write(cache, new byte[0]);
      case "garbage" -> Files.write(cache, new byte[bytes.length]);
      case "of another jar" -> Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
      default -> assertThat(state).isEqualTo("whole");
    }

    String said = run("sh", "./securechat", "up");

    assertThat(said).isEqualTo("written\nwritten\n");
    assertThat(report).content().startsWith("empty true true");
    if (state.equals("whole") && Files.exists(Path.of("/proc/self/maps"))) {
      assertThat(report).content().endsWith(" cached");
    }
  }

  /** The first command that loads most of the program makes the archive; all others use it. */
  @Test
  void commandsKeepTheClassesOfTheFirstOne() throws Exception {
    Path cache = folder.resolve("home/.cache/securechat");

    run("sh", "./securechat", "rooms");
    assertThat(cache).doesNotExist();
    assertThat(run("sh", "./securechat", "send")).isEqualTo("written\nwritten\n");
    assertThat(archives(cache)).hasSize(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
        .isEqualTo("rwx------");
    assertThat(run("sh", "./securechat", "rooms")).isEqualTo("written\nwritten\n");
    if (Files.exists(Path.of("/proc/self/maps"))) {
      assertThat(report).content().endsWith(" cached");
    }
  }

  /** It is code: who can write it can run what they like as the user. */
  @Test
  void anArchiveOfAnotherUserIsLeftAlone() throws Exception {
    Path cache = folder.resolve("home/.cache/securechat");
    run("sh", "./securechat", "send");
    Path archive = archives(cache).getFirst();
    assumeTrue(
        new ProcessBuilder("chown", "nobody", archive.toString()).start().waitFor() == 0,
        "only root can give files away");

    run("sh", "./securechat", "rooms");

    assertThat(report).content().doesNotEndWith(" cached");
  }

  @ParameterizedTest
  @ValueSource(strings = {"truncated", "empty", "garbage", "of another jar", "off"})
  void commandsRunWithAnyArchive(String state) throws Exception {
    Path cache = folder.resolve("home/.cache/securechat");
    run("sh", "./securechat", "send");
    Path archive = archives(cache).getFirst();
    byte[] bytes = Files.readAllBytes(archive);
    Files.delete(archive);
    Path jar = folder.resolve("server/securechat-client.jar");
    switch (state) {
      case "truncated" -> Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2));
      case "empty" -> Files.write(archive, new byte[0]);
      case "garbage" -> Files.write(archive, new byte[bytes.length]);
      case "of another jar" -> Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
      default -> assertThat(state).isEqualTo("off");
    }

    if (Files.exists(archive)) {
      Files.setLastModifiedTime(archive, FileTime.from(Instant.now().minusSeconds(120)));
    }

    String said =
        state.equals("off")
            ? run("env", "SECURECHAT_CACHE=off", "sh", "./securechat", "rooms")
            : run("sh", "./securechat", "rooms");

    assertThat(said).isEqualTo("written\nwritten\n");
    assertThat(report).content().isEqualTo("empty true true");
    if (!state.equals("off") && Files.exists(Path.of("/proc/self/maps"))) {
      run("sh", "./securechat", "send");
      run("sh", "./securechat", "rooms");
      assertThat(report).content().as("made anew").endsWith(" cached");
    }
  }

  @Test
  void commandsRunWithoutTheArchiveWhileAnotherOneWritesIt() throws Exception {
    Path cache = folder.resolve("home/.cache/securechat");
    run("sh", "./securechat", "send");
    Path archive = archives(cache).getFirst();
    Files.write(archive, new byte[4096]);

    assertThat(run("sh", "./securechat", "send")).isEqualTo("written\nwritten\n");

    assertThat(archive).hasBinaryContent(new byte[4096]);
  }

  private static List<Path> archives(Path cache) throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.toList();
    }
  }

  /** What it says on both of its streams, if it ends with 0. */
  private String run(String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("SECURECHAT_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("HOME", folder.resolve("home").toString());
    builder.environment().remove("XDG_CACHE_HOME");
    builder.environment().put("REPORT", report.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
