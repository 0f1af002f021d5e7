package org.securechat.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A part of a document that is made from the code, between {@code <!-- NAME: ... -->} and {@code
 * <!-- end of NAME -->}. With {@code -Dsecurechat.docs=write} the test writes it; otherwise it
 * fails when somebody else should have.
 */
public final class GeneratedSection {

  private GeneratedSection() {}

  /** Fails unless the section of this name holds exactly this text. */
  public static void isCurrent(Path document, String name, String text) throws IOException {
    String whole = Files.readString(document);
    int begin = whole.indexOf("-->", whole.indexOf("<!-- " + name + ":")) + "-->".length();
    int end = whole.indexOf("<!-- end of " + name + " -->");
    assertThat(begin).as("the markers of %s in %s", name, document).isPositive().isLessThan(end);
    String expected = "\n" + text.strip() + "\n";
    if ("write".equals(System.getProperty("securechat.docs"))) {
      Files.writeString(document, whole.substring(0, begin) + expected + whole.substring(end));
      return;
    }
    assertThat(whole.substring(begin, end))
        .as("%s is stale; run this test with -Dsecurechat.docs=write", document)
        .isEqualTo(expected);
  }
}
