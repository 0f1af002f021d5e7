package org.securechat.it.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The production sources, parsed by the compiler. */
final class SourceTree {

  private final List<CompilationUnitTree> units = new ArrayList<>();
  private final Trees trees;

  private SourceTree(JavacTask task) throws IOException {
    this.trees = Trees.instance(task);
    task.parse().forEach(units::add);
  }

  /** Parses the sources of all modules. */
  static SourceTree parse() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Path> files =
        Stream.of(Code.values()).flatMap(module -> module.sources().stream()).toList();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      return new SourceTree(
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  problem -> {},
                  List.of(),
                  null,
                  manager.getJavaFileObjectsFromPaths(files)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<CompilationUnitTree> units() {
    return units;
  }

  /** File and line, as an IDE reads it. */
  String place(CompilationUnitTree unit, Tree tree) {
    long line =
        unit.getLineMap().getLineNumber(trees.getSourcePositions().getStartPosition(unit, tree));
    return Path.of(unit.getSourceFile().toUri()).getFileName() + ":" + line;
  }
}
