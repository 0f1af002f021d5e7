package org.securechat.it.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The production sources, parsed by the compiler. They are not attributed, so that types are known
 * by their simple names only.
 */
final class SourceTree {

  private final List<CompilationUnitTree> units = new ArrayList<>();
  private final Map<String, Set<String>> parents = new HashMap<>();
  private final Set<String> sealed = new HashSet<>();
  private final Trees trees;

  private SourceTree(JavacTask task) throws IOException {
    this.trees = Trees.instance(task);
    task.parse().forEach(units::add);
    units.forEach(unit -> new Hierarchy().scan(unit, null));
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

  /** The sealed types that a type extends or implements directly. */
  Set<String> sealedParents(String type) {
    Set<String> found = new HashSet<>(parents.getOrDefault(simple(type), Set.of()));
    found.retainAll(sealed);
    return found;
  }

  /** File and line, as an IDE reads it. */
  String place(CompilationUnitTree unit, Tree tree) {
    long line =
        unit.getLineMap().getLineNumber(trees.getSourcePositions().getStartPosition(unit, tree));
    return Path.of(unit.getSourceFile().toUri()).getFileName() + ":" + line;
  }

  private static String simple(String type) {
    return type.replaceFirst("<.*", "").replaceFirst("^.*\\.", "");
  }

  private final class Hierarchy extends TreePathScanner<Void, Void> {
    @Override
    public Void visitClass(ClassTree type, Void unused) {
      if (type.getModifiers().getFlags().contains(Modifier.SEALED)) {
        sealed.add(type.getSimpleName().toString());
      }
      Set<String> above =
          parents.computeIfAbsent(type.getSimpleName().toString(), name -> new HashSet<>());
      type.getImplementsClause().forEach(parent -> above.add(simple(parent.toString())));
      if (type.getExtendsClause() != null) {
        above.add(simple(type.getExtendsClause().toString()));
      }
      return super.visitClass(type, null);
    }
  }
}
