package org.securechat.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.securechat.client.session.RoomTranscript.Step;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.evidence.Chain;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.TranscriptLine;

class RoomTranscriptTest {
  private static final String AT = "2026-11-22T19:00:00.123Z";
  private static final String CERTIFICATE = "ab".repeat(32);

  private final String id = UUID.randomUUID().toString();
  private final RoomTranscript transcript = new RoomTranscript(id);
  private final List<Entry> truth = new ArrayList<>();

  RoomTranscriptTest() {
    String chain = Chain.genesis(UUID.fromString(id));
    for (int i = 1; i <= 5; i++) {
      SignedMessage message = new SignedMessage(new byte[] {(byte) i}, new byte[] {1});
      String line = TranscriptLine.of(i, AT, "alice", CERTIFICATE, message).format();
      chain = Chain.next(chain, line);
      truth.add(new Entry("lobby", i, AT, line, chain, Optional.of(message)));
    }
  }

  private Entry entry(int position) {
    return truth.get(position - 1);
  }

  @Test
  void linesInOrderAreTaken() {
    truth.forEach(entry -> assertThat(transcript.offer(entry)).isInstanceOf(Step.Taken.class));
    assertThat(transcript.position()).isEqualTo(5);
    assertThat(transcript.chain()).isEqualTo(entry(5).chain());
    assertThat(transcript.chainAt(3)).contains(entry(3).chain());
    assertThat(transcript.chainAt(6)).isEmpty();
    assertThat(transcript.lines(2, 3)).containsExactly(entry(2).line(), entry(3).line());
  }

  @Test
  void aKnownLineIsKnown() {
    transcript.offer(entry(1));
    assertThat(transcript.offer(entry(1))).isInstanceOf(Step.Known.class);
    assertThat(transcript.position()).isEqualTo(1);
  }

  @Test
  void aGapIsNamedFromItsFirstLine() {
    transcript.offer(entry(1));
    assertThat(transcript.offer(entry(4))).isEqualTo(new Step.Missing(2));
  }

  @Test
  void afterABreakNothingIsTakenUntilItIsForgiven() {
    transcript.offer(entry(1));
    Entry wrong = new Entry("lobby", 2, AT, entry(2).line(), entry(3).chain(), Optional.empty());

    assertThat(faults(transcript.offer(wrong))).containsExactly(Fault.CHAIN_BROKEN);
    assertThat(faults(transcript.offer(entry(2)))).containsExactly(Fault.AFTER_BREAK);
    assertThat(transcript.position()).isEqualTo(1);

    transcript.resetChainBreak();
    assertThat(transcript.offer(entry(2))).isInstanceOf(Step.Taken.class);
  }

  @Test
  void withheldLinesAreNamed() {
    transcript.offer(entry(1));
    Step step = transcript.withheld(entry(4));
    assertThat(((Step.Refused) step).findings())
        .containsExactly(new TranscriptFinding(Fault.WITHHELD, "2 to 3"));
    assertThat(transcript.brokenAt()).contains(2L);
  }

  @Test
  void whatIsNoLineIsRefused() {
    Entry garbage = new Entry("lobby", 1, AT, "garbage", entry(1).chain(), Optional.empty());
    assertThat(faults(transcript.offer(garbage))).containsExactly(Fault.NOT_A_LINE);
  }

  @Test
  void aLineOfAnotherPositionIsRefused() {
    Entry moved = new Entry("lobby", 1, AT, entry(2).line(), entry(2).chain(), entry(2).message());
    assertThat(faults(transcript.offer(moved))).containsExactly(Fault.OTHER_POSITION);
  }

  @Test
  void keptLinesAreTakenUpAgain() throws Exception {
    transcript.restore(truth.subList(0, 3).stream().map(Entry::line).toList());
    assertThat(transcript.chain()).isEqualTo(entry(3).chain());
    assertThat(transcript.offer(entry(4))).isInstanceOf(Step.Taken.class);
  }

  @Test
  void keptLinesWithAGapAreDamage() {
    assertThatThrownBy(() -> transcript.restore(List.of(entry(1).line(), entry(3).line())))
        .isInstanceOf(EvidenceException.class);
  }

  private static List<Fault> faults(Step step) {
    return ((Step.Refused) step).findings().stream().map(TranscriptFinding::fault).toList();
  }
}
