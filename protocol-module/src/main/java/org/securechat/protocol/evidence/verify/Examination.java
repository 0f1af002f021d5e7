package org.securechat.protocol.evidence.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.verify.VerificationReport.Check;

/**
 * A bundle after its verification: what was found, and of its content what may be shown. A payload
 * is shown only where it is proven who signed it; where that failed, the line alone is. Lines are
 * made as they are asked for, so that texts are not kept twice. Confined to one thread.
 */
public final class Examination {
  private final VerificationReport report;
  private final Optional<Content> content;
  private final LineFindings findings;

  private Examination(VerificationReport report, Optional<Content> content) {
    this.report = report;
    this.content = content;
    this.findings = new LineFindings(report);
  }

  static Examination of(VerificationReport report, Content content) {
    return new Examination(report, Optional.of(content));
  }

  /** Of a bundle that has no receipt that could be read. */
  static Examination withoutContent(VerificationReport report) {
    return new Examination(report, Optional.empty());
  }

  /** What was checked, and the verdict. */
  public VerificationReport report() {
    return report;
  }

  /** What the server stated; empty if it cannot be read. */
  public Optional<Receipt> receipt() {
    return content.map(Content::receipt);
  }

  /** Everyone who signed something, in the order of their first line, the server first. */
  public List<Participant> participants() {
    return content.map(Content::participants).orElse(List.of());
  }

  /** Members who signed nothing here, rising. */
  public SortedSet<String> silent() {
    SortedSet<String> silent = new TreeSet<>();
    content.ifPresent(there -> {
      silent.addAll(there.membersBefore());
      lines(line -> {
        if (line.said() instanceof Said.Happened(EventPayload event)) {
          switch (event.event()) {
            case CREATED, JOINED -> silent.add(event.subject());
            case LEFT, INVITED, ERASED, ARCHIVED, REOPENED -> {
              // Nobody becomes a member by it.
            }
          }
        }
      });
    });
    participants().forEach(signer -> silent.remove(signer.name()));
    return silent;
  }

  /** The statements of members about this receipt, with what was found about each. */
  public List<CountersignedBy> countersignatures() {
    return content.map(Content::countersigned).orElse(List.of()).stream()
        .map(each -> {
          List<Check> failed = new ArrayList<>(findings.about(each.file()));
          String user = each.statement().user();
          failed.addAll(findings.about(BundleLayout.countersignatureSignature(user)));
          failed.addAll(findings.about(BundleLayout.certificate(each.statement().certificate())));
          return new CountersignedBy(each.statement(), LineFindings.words(failed));
        })
        .toList();
  }

  /** The lines of this record that say that others were erased, in their order. */
  public List<Erasure> erasures() {
    return content.map(there -> erasures(there).all()).orElse(List.of());
  }

  private Erasures erasures(Content there) {
    Erasures erasures = new Erasures(there.receipt().first(), there.lines().size());
    for (TranscriptLine line : there.lines()) {
      if (there.payloads().of(line) instanceof Said.Happened(EventPayload event)
          && event.event() == EventPayload.Event.ERASED
          && LineFindings.proveAuthor(findings.of(line))) {
        erasures.take(new Erasure(line, event));
      }
    }
    return erasures;
  }

  /** Gives each line in its order to somebody. */
  public void lines(Consumer<RecordLine> reader) {
    content.ifPresent(there -> {
      Erasures erasures = erasures(there);
      there.lines().forEach(line -> reader.accept(line(there, line, erasures)));
    });
  }

  private RecordLine line(Content there, TranscriptLine line, Erasures erasures) {
    List<Check> failed = findings.of(line);
    Said said = there.payloads().of(line);
    boolean gone = said instanceof Said.Nothing;
    boolean proven = LineFindings.proveAuthor(failed);
    Said shown = proven ? said : new Said.Nothing();
    return new RecordLine(
        line,
        shown,
        shown instanceof Said.ByUser(_, boolean known, _) && known
            ? there.content(line)
            : Optional.empty(),
        findings.state(failed, !gone, there.isRevoked(line)),
        LineFindings.words(failed),
        !gone && !proven,
        gone ? erasures.of(line.position()) : Optional.empty());
  }

  /** What a bundle with a receipt holds. */
  record Content(
      SortedMap<String, byte[]> files,
      Receipt receipt,
      Optional<Positions> revoked,
      List<TranscriptLine> lines,
      Payloads payloads,
      List<Participant> participants,
      List<String> membersBefore,
      List<Countersigned> countersigned) {

    boolean isRevoked(TranscriptLine line) {
      return revoked.filter(positions -> positions.contains(line.position())).isPresent();
    }

    Optional<MessageContent> content(TranscriptLine line) {
      try {
        return Optional.of(
            MessagePayload.parse(files.get(BundleLayout.payload(line.position()))).content());
      } catch (EvidenceException e) {
        throw new IllegalStateException("a payload that was read before", e);
      }
    }
  }
}
