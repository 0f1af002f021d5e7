package org.securechat.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How many files know one request: that many have to be touched to add another. */
class RequestFilesTest {

  private static final int MOST = 8;

  /** Request, answer, part of the answer, command and name: what is there because of who. */
  private static final Set<String> WHO =
      Set.of("Who", "WHO", "Request.Who", "WhoAnswer", "Answer.Member", "WhoCommand");

  @Test
  void aRequestWithACommandAndAConsoleVerbIsKnownToFewFiles() {
    SourceTree sources = SourceTree.parse();
    Set<String> files = new TreeSet<>();
    for (CompilationUnitTree unit : sources.units()) {
      if (knowsWho(unit)) {
        files.add(Path.of(unit.getSourceFile().toUri()).getFileName().toString());
      }
    }

    assertThat(files)
        .as("files that know the request who")
        .contains("Request.java", "RequestCodec.java", "Answer.java", "RequestsAfterLogin.java")
        .contains("RequestNames.java", "RoomCommands.java", "Verb.java")
        .hasSizeLessThanOrEqualTo(MOST);
  }

  private static boolean knowsWho(CompilationUnitTree unit) {
    boolean[] found = {false};
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitIdentifier(IdentifierTree name, Void unused) {
        found[0] |= WHO.contains(name.getName().toString());
        return null;
      }

      @Override
      public Void visitMemberSelect(MemberSelectTree name, Void unused) {
        String text = name.toString();
        found[0] |= WHO.stream().anyMatch(who -> text.equals(who) || text.endsWith("." + who));
        return super.visitMemberSelect(name, null);
      }

      @Override
      public Void visitVariable(VariableTree variable, Void unused) {
        found[0] |= WHO.contains(variable.getName().toString());
        return super.visitVariable(variable, null);
      }

      @Override
      public Void visitLiteral(LiteralTree literal, Void unused) {
        found[0] |= "who".equals(literal.getValue());
        return null;
      }
    }.scan(unit, null);
    return found[0];
  }
}
