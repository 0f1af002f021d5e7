package org.securechat.client.attack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.securechat.client.SafeText;
import org.securechat.client.attack.scenario.Outcome;
import org.securechat.client.attack.scenario.Outcome.Verdict;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Target;
import org.securechat.client.text.Palette;
import org.securechat.protocol.json.Json;

/** What is told of attacks, to a person or to a program. */
public final class AttackReport {
  private final PrintWriter out;
  private final Palette palette;

  /** A report that is written as it goes. */
  public AttackReport(PrintWriter out, Palette palette) {
    this.out = out;
    this.palette = palette;
  }

  /** A scenario in one line. */
  public String listed(Scenario scenario) {
    return String.format(
        "%-32s %s%s%n%-32s %s",
        scenario.id(),
        scenario.does(),
        scenario.slow() ? " (slow)" : "",
        "",
        palette.dim("expected: " + scenario.expected()));
  }

  /** Before the first of them. */
  public void heading(Target target, int count) {
    out.println("Attacking " + target.where() + " as " + target.user() + ": " + count + " attacks");
    out.flush();
  }

  /** One that is over. */
  public void ended(Outcome outcome) {
    Scenario scenario = outcome.scenario();
    out.println(mark(outcome.verdict()) + " " + scenario.id() + ": " + scenario.does());
    if (outcome.verdict() != Verdict.SKIPPED) {
      outcome.sent().forEach(sent -> out.println("        sent      " + SafeText.line(sent)));
      if (!outcome.holds()) {
        out.println("        expected  " + scenario.expected());
      }
    }
    out.println(
        "        "
            + (outcome.verdict() == Verdict.SKIPPED ? "because   " : "got       ")
            + SafeText.line(outcome.got())
            + palette.dim("  " + outcome.took().toMillis() + " ms"));
    out.flush();
  }

  private String mark(Verdict verdict) {
    return switch (verdict) {
      case REFUSED -> palette.good("refused");
      case SKIPPED -> palette.dim("skipped");
      case UNDECIDED -> palette.bad("UNCLEAR");
      case NOT_REFUSED -> palette.bad("FAILED ");
    };
  }

  /** After the last of them. */
  public void conclusion(List<Outcome> outcomes) {
    out.println();
    for (Outcome outcome : outcomes) {
      if (!outcome.holds()) {
        out.println(palette.bad("not refused as expected: ") + outcome.scenario().id());
      }
    }
    String skipped =
        count(outcomes, Verdict.SKIPPED) == 0
            ? ""
            : ", " + count(outcomes, Verdict.SKIPPED) + " left out";
    out.println(
        count(outcomes, Verdict.REFUSED)
            + " of "
            + (outcomes.size() - count(outcomes, Verdict.SKIPPED))
            + " attacks refused as expected"
            + skipped);
    out.flush();
  }

  private static long count(List<Outcome> outcomes, Verdict verdict) {
    return outcomes.stream().filter(outcome -> outcome.verdict() == verdict).count();
  }

  /** Whether all that were run were refused as expected, and at least one was run. */
  public static boolean holds(List<Outcome> outcomes) {
    return count(outcomes, Verdict.REFUSED) > 0 && outcomes.stream().allMatch(Outcome::holds);
  }

  /** {@code {"type":"scenario",…}}. */
  public static ObjectNode json(Scenario scenario) {
    return Json.object()
        .put("type", "scenario")
        .put("scenario", scenario.id())
        .put("does", scenario.does())
        .put("expected", scenario.expected().toString())
        .put("slow", scenario.slow());
  }

  /** {@code {"type":"attack",…}}. */
  public static ObjectNode json(Outcome outcome) {
    ObjectNode json =
        Json.object()
            .put("type", "attack")
            .put("scenario", outcome.scenario().id())
            .put("does", outcome.scenario().does())
            .put("expected", outcome.scenario().expected().toString())
            .put("got", outcome.got())
            .put("verdict", outcome.verdict().name().toLowerCase(Locale.ROOT))
            .put("millis", outcome.took().toMillis());
    ArrayNode sent = json.putArray("sent");
    outcome.sent().forEach(sent::add);
    return json;
  }

  /** {@code {"type":"attacks",…}}. */
  public static ObjectNode summary(List<Outcome> outcomes) {
    ObjectNode json = Json.object().put("type", "attacks");
    for (Verdict verdict : Verdict.values()) {
      json.put(verdict.name().toLowerCase(Locale.ROOT), count(outcomes, verdict));
    }
    return json.put("holds", holds(outcomes));
  }
}
