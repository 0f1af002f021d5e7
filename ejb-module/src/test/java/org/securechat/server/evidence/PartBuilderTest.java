package org.securechat.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.server.evidence.ExportPlan.Part;
import org.securechat.server.evidence.LineIndex.LineSize;

/** A part is what one bundle and its receipt can hold, and no line is left out. */
class PartBuilderTest {
  private static final Optional<String> ALICE = Optional.of("alice");

  private static List<Part> parts(PartBuilder builder, List<LineSize> lines) {
    lines.forEach(builder::add);
    return builder.parts();
  }

  private static LineSize said(long position, String sender, long bytes) {
    return new LineSize(position, sender, OptionalLong.of(bytes));
  }

  @Test
  void tooManyLinesGoOnInTheNextBundle() {
    List<LineSize> lines = new ArrayList<>();
    for (long i = 5; i <= 15; i++) {
      lines.add(said(i, i % 2 == 0 || i == 9 ? "alice" : "bob", 1));
    }
    assertThat(parts(new PartBuilder(ALICE, 5, 1_000, 1_000), lines))
        .containsExactly(
            new Part(5, 9, "6,8-9"), new Part(10, 14, "10,12,14"), new Part(15, 15, ""));
    assertThat(parts(new PartBuilder(Optional.empty(), 11, 1_000, 1_000), lines))
        .containsExactly(new Part(5, 15, ""));
  }

  @Test
  void tooManyBytesGoOnInTheNextBundle() {
    List<LineSize> lines =
        List.of(said(1, "a", 50), said(2, "a", 50), said(3, "a", 1), said(4, "a", 100));
    assertThat(parts(new PartBuilder(ALICE, 100, 100, 1_000), lines))
        .containsExactly(new Part(1, 2, ""), new Part(3, 3, ""), new Part(4, 4, ""));
  }

  @Test
  void noLineIsNoPart() {
    assertThat(new PartBuilder(ALICE).parts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyPartFitsIntoAReceiptAndTheyContinueEachOther(long seed) {
    Random random = new Random(seed);
    List<LineSize> lines = new ArrayList<>();
    long begin = 1L + random.nextInt(100_000);
    for (long i = begin; i < begin + 30_000; i++) {
      boolean erased = random.nextInt(10) < seed;
      lines.add(
          new LineSize(
              i, "alice", erased ? OptionalLong.empty() : OptionalLong.of(random.nextInt(3_000))));
    }

    List<Part> parts = parts(new PartBuilder(ALICE), lines);

    long next = begin;
    for (Part part : parts) {
      assertThat(part.first()).isEqualTo(next);
      List<LineSize> own =
          lines.subList((int) (part.first() - begin), (int) (part.last() - begin + 1));
      List<Long> erased =
          own.stream().filter(l -> l.bytes().isEmpty()).map(LineSize::position).toList();
      assertThat(Receipt.erased(erased)).isPresent();
      assertThat(own).hasSizeLessThanOrEqualTo(BundleMaker.MAX_LINES);
      assertThat(own.stream().mapToLong(l -> l.bytes().orElse(0)).sum())
          .isLessThanOrEqualTo(BundleMaker.MAX_BYTES);
      assertThat(part.spoken()).isEqualTo(Positions.range(part.first(), part.last()).toString());
      next = part.last() + 1;
    }
    assertThat(next).isEqualTo(begin + 30_000);
  }
}
