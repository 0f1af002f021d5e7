package org.securechat.it.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The production code of the modules, as compiled by this build. */
enum Code {
  PROTOCOL("protocol-module"),
  CONNECTOR("connector-module"),
  EJB("ejb-module"),
  WEB("web-module"),
  CLIENT("client-app"),
  LAUNCHER("launcher");

  private final Path module;

  @SuppressWarnings("ImmutableEnumChecker") // read on first use, because it takes long
  private JavaClasses classes;

  Code(String folder) {
    this.module = Path.of("..").resolve(folder).toAbsolutePath().normalize();
  }

  /** The compiled classes; none for a module that holds no code. */
  JavaClasses classes() {
    if (classes == null) {
      classes = new ClassFileImporter().importPath(module.resolve("target/classes"));
    }
    return classes;
  }

  /** Where the compiled classes are, for a class loader. */
  URL location() {
    try {
      return module.resolve("target/classes").toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything of ours in one graph, for rules about cycles. */
  static JavaClasses all() {
    return new ClassFileImporter()
        .importPaths(
            Stream.of(values()).map(code -> code.module.resolve("target/classes")).toList());
  }

  /** The source files. */
  List<Path> sources() {
    Path folder = module.resolve("src/main/java");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
