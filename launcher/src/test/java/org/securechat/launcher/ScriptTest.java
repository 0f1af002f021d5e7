package org.securechat.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
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

  /** Reports what its standard streams are, into the file that is its first argument. */
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
          Path.of(args[0]),
          in + " " + !System.out.checkError() + " " + !System.err.checkError() + cached());
    }

    private static String cached() throws IOException {
      Path maps = Path.of("/proc/self/maps");
      return Files.exists(maps) && Files.readString(maps).contains("server.aot") ? " cached" : "";
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
    String file = main.replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream code = Streams.class.getClassLoader().getResourceAsStream(file)) {
      out.putNextEntry(new ZipEntry(file));
      code.transferTo(out);
    }
    report = folder.resolve("report");
  }

  /** Else Java would give them to the first files that it opens, and read and write those. */
  @ParameterizedTest
  @ValueSource(strings = {"<&-", "<&- >&-", "<&- >&- 2>&-", "</dev/null"})
  void startsInTheBackgroundWithClosedStreams(String streams) throws Exception {
    Process shell =
        new ProcessBuilder(
                "sh", "-c", "sh ./securechat up " + report + " " + streams + " & wait $!")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();

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
        jar.toString(),
        report.toString());
    assertThat(cache).isNotEmptyFile();
    byte[] bytes = Files.readAllBytes(cache);
    switch (state) {
      case "truncated" -> Files.write(cache, Arrays.copyOf(bytes, bytes.length / 2));
      case "empty" -> Files.write(cache, new byte[0]);
      case "garbage" -> Files.write(cache, new byte[bytes.length]);
      case "of another jar" -> Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
      default -> assertThat(state).isEqualTo("whole");
    }

    String said = run("sh", "./securechat", "up", report.toString());

    assertThat(said).isEqualTo("written\nwritten\n");
    assertThat(report).content().startsWith("empty true true");
    if (state.equals("whole") && Files.exists(Path.of("/proc/self/maps"))) {
      assertThat(report).content().endsWith(" cached");
    }
  }

  /** What it says on both of its streams, if it ends with 0. */
  private String run(String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("SECURECHAT_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
