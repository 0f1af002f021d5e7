package org.securechat.protocol.evidence.compare;

import java.util.Optional;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.verify.VerificationReport.Statement;

/**
 * The page in an {@link EquivocationFolder}: in plain words what it shows, what it does not, and
 * how to check it. It says nothing that does not follow from the two records.
 */
final class EquivocationPage {
  private final Exhibit a;
  private final Exhibit b;
  private final Comparison comparison;
  private final String server;

  EquivocationPage(Exhibit a, Exhibit b, Comparison comparison) {
    this.a = a;
    this.b = b;
    this.comparison = comparison;
    this.server = plain(a.server().or(b::server).orElse("(not named here)"));
  }

  String text() {
    return heading() + shows() + sides() + limits() + howTo();
  }

  private boolean proven() {
    return comparison.relation() == Relation.EQUIVOCATION;
  }

  private String heading() {
    return """
    TWO HISTORIES OF ONE ROOM

    Server:   %s
    Room:     %s
    Room id:  %s
    Position: %d

    """
        .formatted(
            server,
            comparison.room().isEmpty() ? "(no name here)" : plain(comparison.room()),
            comparison.roomId(),
            comparison.position());
  }

  private String shows() {
    String claim =
        proven()
            ? """
            What this folder shows

            The server %s has signed two histories of one room that cannot both be true.

            """
                .formatted(server)
            : """
            What this folder shows

            Two histories of one room that cannot both be true. The server's signature stands
            under one of them at most, so this is no proof that the server signed two. See below.

            """;
    return claim
        + """
        A room's record is a chain: each line is hashed together with the value before it. So
        one value stands for all lines up to it, and a server that signs a value has signed all
        of them. An honest server has one chain for each room. Here are two.

        """;
  }

  private String sides() {
    long position = comparison.position();
    String where =
        comparison.exact()
            ? "Line " + position + " is the first that differs."
            : "The two differ at line "
                + position
                + " or before it: it is the first position that both know.";
    return where + "\n\n" + side("A", "a", a, comparison.a()) + side("B", "b", b, comparison.b());
  }

  private static String side(String name, String folder, Exhibit exhibit, Comparison.Place place) {
    Optional<Statement> said = exhibit.report().statement();
    StringBuilder text = new StringBuilder();
    text.append(name).append(", in the folder ").append(folder).append(": ");
    text.append(exhibit.kind().words()).append('\n');
    said.ifPresent(statement ->
        text.append("  signed by  ")
            .append(plain(statement.signer()))
            .append("\n  issued at  ")
            .append(statement.issuedAt())
            .append('\n'));
    text.append("  signed to  ");
    text.append(place.signedTo() == 0 ? "no line" : "line " + place.signedTo()).append('\n');
    text.append("  line       ");
    text.append(place.line().map(EquivocationPage::inWords).orElse("(not in this record)"));
    text.append('\n');
    place.line().ifPresent(line -> text.append("             ").append(line).append('\n'));
    place
        .line()
        .flatMap(line -> payload(exhibit, line))
        .ifPresent(file ->
            text.append("  what it says is in  ")
                .append(folder)
                .append('/')
                .append(file)
                .append('\n'));
    text.append("  chain      ").append(place.chain().orElse("")).append("\n\n");
    return text.toString();
  }

  private static String inWords(String line) {
    try {
      TranscriptLine said = TranscriptLine.parse(line);
      return said.position() + ", received at " + said.receivedAt() + ", from " + said.sender();
    } catch (EvidenceException e) {
      throw new IllegalArgumentException("a verified record has no such line", e);
    }
  }

  private static Optional<String> payload(Exhibit exhibit, String line) {
    String file = BundleLayout.payload(Long.parseLong(line.substring(0, line.indexOf('|'))));
    return Optional.of(file).filter(name -> exhibit.files().containsKey(name));
  }

  private String limits() {
    String which = proven() ? PROVEN : unproven();
    return "What it does not show\n\n" + which + RESTORED;
  }

  private String unproven() {
    boolean signedA = comparison.a().signedTo() >= comparison.position();
    boolean signedB = comparison.b().signedTo() >= comparison.position();
    String bound = signedA ? "A" : signedB ? "B" : "";
    String who =
        bound.isEmpty()
            ? "- Neither side is under the server's signature at that line.\n"
            : "- The server's signature binds "
                + bound
                + " at that line. The other side is what a client kept of what it\n"
                + "  was shown.\n";
    return who
        + """
        - To the person whose client kept it, it shows that the server said two things. To
          others it is that person's word. Each line has its author's signature, which helps.
        - It becomes proof with a receipt, bundle or heads file over the other history. Other
          members may hold one: 'securechat verify ONE --against OTHER' compares them.

        """;
  }

  private static final String PROVEN =
      """
      - Which of the two is what was really said, and who was meant to see which.
      - Who did it. It takes the server's receipt key, so that it was the server or a person who
        holds its key.

      """;

  private static final String RESTORED =
      """
      A server that was restored from an older copy of its data signs a second history, too. An
      operator has to accept that with a reason, and the server's audit log then says so in a
      line 'rollback.accepted'. Ask for it before you judge.

      """;

  private String howTo() {
    return """
    How to check it

    You need this folder and the certificate of the authority, from elsewhere and not from
    here. CA.pem stands for it.

      securechat verify FOLDER --ca CA.pem

    checks both records and compares them. Or, with openssl and a POSIX shell:

      sh compare.sh CA.pem

    """
        + byHand("a", a)
        + byHand("b", b)
        + """

        and then compare the two chain values at position %d. They must be those above, and
        they must differ. EVIDENCE.md of SecureChat explains each step.
        """
            .formatted(comparison.position());
  }

  private static String byHand(String folder, Exhibit exhibit) {
    String how =
        switch (exhibit.kind()) {
          case BUNDLE -> "sh " + folder + "/verify.sh CA.pem";
          case RECEIPT -> "look at receipt.json, check receipt.sig (EVIDENCE.md, step 2)";
          case HEADS -> "look at heads.txt, check its second line (EVIDENCE.md, two histories)";
          case LINES -> "compute the chain over lines.txt (EVIDENCE.md, step 3)";
        };
    return "Step by step for " + folder + ": " + how + "\n";
  }

  /** What a certificate says can be anything; the page is read in terminals. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints().forEach(c -> plain.append(c >= ' ' && c <= '~' ? (char) c : '?'));
    return plain.toString();
  }
}
