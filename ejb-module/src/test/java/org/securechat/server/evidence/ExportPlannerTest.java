package org.securechat.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.evidence.ExportPlanner.Span;

/** The work of a plan is bounded, in lines and in how many plans are made at a time. */
class ExportPlannerTest {
  private static final UUID ROOM = UUID.randomUUID();

  /** Of a room whose lines are all there. */
  private static class Lines implements LineIndex {
    @Override
    public OptionalLong receivedAt(UUID roomId, long position) {
      return OptionalLong.of(position);
    }

    @Override
    public List<LineSize> sizes(UUID roomId, long first, long last, int limit) {
      List<LineSize> lines = new ArrayList<>();
      for (long i = first; i <= Math.min(last, first + limit - 1); i++) {
        lines.add(new LineSize(i, "alice", OptionalLong.of(10)));
      }
      return lines;
    }

    @Override
    public List<ServerLine> serverLines(UUID roomId, long first, long last, int limit) {
      return List.of();
    }
  }

  @Test
  void theMostLinesAreCutIntoBundles() {
    ExportPlan plan =
        new ExportPlanner(null, new Lines())
            .plan(ROOM, new Span(7, ExportPlanner.MAX_LINES + 6), Optional.empty());
    assertThat(plan.parts()).hasSize(50);
    assertThat(plan.parts().get(49).last()).isEqualTo(ExportPlanner.MAX_LINES + 6);
    assertThat(plan.firstAt().orElseThrow().toEpochMilli()).isEqualTo(7);
  }

  @Test
  void oneLineMoreIsRefusedBeforeAnyIsRead() {
    ExportPlanner planner =
        new ExportPlanner(
            null,
            new Lines() {
              @Override
              public List<LineSize> sizes(UUID roomId, long first, long last, int limit) {
                throw new AssertionError("a line is read");
              }
            });
    assertThatThrownBy(
            () -> planner.plan(ROOM, new Span(1, ExportPlanner.MAX_LINES + 1), Optional.empty()))
        .isInstanceOf(AdministrationException.class)
        .hasMessageContaining("take a shorter time");
  }

  @Test
  void theThirdPlanAtATimeIsToldThatTheServerIsBusyAndALaterOneIsNot() {
    List<RuntimeException> refused = new ArrayList<>();
    ExportPlanner[] planner = new ExportPlanner[1];
    planner[0] =
        new ExportPlanner(
            null,
            new Lines() {
              private int depth;

              @Override
              public List<LineSize> sizes(UUID roomId, long first, long last, int limit) {
                depth++;
                try {
                  if (depth <= 2) {
                    planner[0].plan(ROOM, new Span(1, 1), Optional.empty());
                  }
                } catch (BundleException e) {
                  refused.add(e);
                }
                return super.sizes(roomId, first, last, limit);
              }
            });

    planner[0].plan(ROOM, new Span(1, 1), Optional.empty());

    assertThat(refused).hasSize(1).first().isInstanceOf(BundleException.class);
    assertThat(planner[0].plan(ROOM, new Span(1, 1), Optional.empty()).parts()).hasSize(1);
  }

  @Test
  void aLineThatIsMissingInTheDatabaseIsNoShorterExport() {
    ExportPlanner planner =
        new ExportPlanner(
            null,
            new Lines() {
              @Override
              public List<LineSize> sizes(UUID roomId, long first, long last, int limit) {
                return first > 5 ? List.of() : super.sizes(roomId, first, Math.min(last, 5), limit);
              }
            });
    assertThatThrownBy(() -> planner.plan(ROOM, new Span(1, 9), Optional.empty()))
        .isInstanceOf(AdministrationException.class);
  }
}
